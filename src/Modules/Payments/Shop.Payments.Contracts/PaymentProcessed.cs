using Shop.Events;

namespace Shop.Payments.Contracts;

/// <summary>An order has been charged.</summary>
/// <param name="OrderId">The order.</param>
/// <param name="PaymentId">The gateway's name for the charge.</param>
/// <param name="Amount">What was charged.</param>
/// <param name="Currency">ISO 4217.</param>
[Event("com.shop.payments", "Payment Processed")]
public sealed record PaymentProcessed([OrderId] string OrderId, [PaymentId] string PaymentId, [Minimum(0, Example = 59.98)] Money Amount, [Currency] string Currency) : IEvent
{
    string IEvent.Subject => OrderId;
}
