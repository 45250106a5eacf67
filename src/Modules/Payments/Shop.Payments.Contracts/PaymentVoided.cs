using Shop.Events;

namespace Shop.Payments.Contracts;

/// <summary>The authorisation of a cancelled order was voided; nothing was captured.</summary>
/// <param name="OrderId">The order.</param>
/// <param name="PaymentId">The gateway's payment id.</param>
/// <param name="Amount">The voided amount.</param>
/// <param name="Currency">ISO 4217.</param>
[Event("com.shop.payments", "Payment Voided")]
public sealed record PaymentVoided(
    [OrderId] string OrderId, [PaymentId] string PaymentId, [Minimum(0, Example = 59.98)] Money Amount, [Currency] string Currency) : IEvent
{
    string IEvent.Subject => OrderId;
}
