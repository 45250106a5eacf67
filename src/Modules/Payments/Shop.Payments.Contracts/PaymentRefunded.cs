using Shop.Events;

namespace Shop.Payments.Contracts;

/// <summary>A captured payment was refunded: in full for a cancellation, or in part for a return.</summary>
/// <param name="OrderId">The order.</param>
/// <param name="PaymentId">The gateway's payment id.</param>
/// <param name="Amount">The refunded amount.</param>
/// <param name="Currency">ISO 4217.</param>
/// <param name="RefundId">The refund's business key: the return id; for a full refund the order id or absent.</param>
[Event("com.shop.payments", "Payment Refunded")]
public sealed record PaymentRefunded(
    [OrderId] string OrderId, [PaymentId] string PaymentId, [Minimum(0, Example = 59.98)] Money Amount, [Currency] string Currency,
    [Length(1, 64, Example = "RET-01JNK5Y3W8QZ4T7R2M6V9B1C0D")] string? RefundId = null) : IEvent
{
    string IEvent.Subject => OrderId;
}
