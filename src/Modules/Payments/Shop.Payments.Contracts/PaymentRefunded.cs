using Shop.Events;

namespace Shop.Payments.Contracts;

/// <summary>What was taken for an order has been given back: all of it because it was cancelled, or a part for a return.</summary>
/// <param name="OrderId">The order.</param>
/// <param name="PaymentId">The gateway's name for the payment.</param>
/// <param name="Amount">What was given back.</param>
/// <param name="Currency">ISO 4217.</param>
/// <param name="RefundId">The refund's business key: the return's id; the order's when all was given back, also where it is missing.</param>
[Event("com.shop.payments", "Payment Refunded")]
public sealed record PaymentRefunded(
    [OrderId] string OrderId, [PaymentId] string PaymentId, [Minimum(0, Example = 59.98)] Money Amount, [Currency] string Currency,
    [Length(1, 64, Example = "RET-01JNK5Y3W8QZ4T7R2M6V9B1C0D")] string? RefundId = null) : IEvent
{
    string IEvent.Subject => OrderId;
}
