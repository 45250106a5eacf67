using Shop.Events;

namespace Shop.Payments.Contracts;

/// <summary>An order's payment is authorised; it is captured when the order ships.</summary>
/// <param name="OrderId">The order.</param>
/// <param name="PaymentId">The gateway's payment id.</param>
/// <param name="Amount">The authorised amount.</param>
/// <param name="Currency">ISO 4217.</param>
[Event("com.shop.payments", "Payment Processed")]
public sealed record PaymentProcessed(
    [OrderId] string OrderId, [PaymentId] string PaymentId, [Minimum(0, Example = 59.98)] Money Amount, [Currency] string Currency) : IEvent
{
    string IEvent.Subject => OrderId;
}
