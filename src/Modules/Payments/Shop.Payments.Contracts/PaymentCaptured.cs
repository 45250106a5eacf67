using Shop.Events;

namespace Shop.Payments.Contracts;

/// <summary>What was authorised for an order has been taken, because it was shipped.</summary>
/// <param name="OrderId">The order.</param>
/// <param name="PaymentId">The gateway's name for the payment.</param>
/// <param name="Amount">What was taken.</param>
/// <param name="Currency">ISO 4217.</param>
[Event("com.shop.payments", "Payment Captured")]
public sealed record PaymentCaptured([OrderId] string OrderId, [PaymentId] string PaymentId, [Minimum(0, Example = 59.98)] Money Amount, [Currency] string Currency) : IEvent
{
    string IEvent.Subject => OrderId;
}
