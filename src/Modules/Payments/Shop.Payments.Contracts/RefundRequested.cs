using Shop.Events;

namespace Shop.Payments.Contracts;

/// <summary>
/// An order's payment must be voided or refunded, in full or in part. Payments publishes it for itself, so that the gateway is called
/// outside any transaction.
/// </summary>
/// <param name="OrderId">The order.</param>
/// <param name="RefundId">The return to refund; absent for a full void or refund of a cancelled order.</param>
[Event("com.shop.payments", "Refund Requested")]
public sealed record RefundRequested(
    [OrderId] string OrderId, [Length(1, 64, Example = "RET-01JNK5Y3W8QZ4T7R2M6V9B1C0D")] string? RefundId = null) : IEvent
{
    string IEvent.Subject => OrderId;
}
