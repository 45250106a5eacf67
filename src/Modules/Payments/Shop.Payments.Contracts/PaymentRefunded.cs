using Shop.Events;

namespace Shop.Payments.Contracts;

/// <summary>What was charged for an order has been given back.</summary>
/// <param name="OrderId">The order.</param>
/// <param name="PaymentId">The gateway's name for the charge.</param>
/// <param name="Amount">What was given back.</param>
/// <param name="Currency">ISO 4217.</param>
[Event("com.shop.payments", "Payment Refunded")]
public sealed record PaymentRefunded([OrderId] string OrderId, [PaymentId] string PaymentId, [Minimum(0, Example = 59.98)] Money Amount, [Currency] string Currency) : IEvent
{
    string IEvent.Subject => OrderId;
}
