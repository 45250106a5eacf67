using Shop.Events;

namespace Shop.Payments.Contracts;

/// <summary>What was authorised for a cancelled order has been set free again; nothing was taken.</summary>
/// <param name="OrderId">The order.</param>
/// <param name="PaymentId">The gateway's name for the payment.</param>
/// <param name="Amount">What was set free.</param>
/// <param name="Currency">ISO 4217.</param>
[Event("com.shop.payments", "Payment Voided")]
public sealed record PaymentVoided([OrderId] string OrderId, [PaymentId] string PaymentId, [Minimum(0, Example = 59.98)] Money Amount, [Currency] string Currency) : IEvent
{
    string IEvent.Subject => OrderId;
}
