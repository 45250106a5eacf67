using Shop.Events;

namespace Shop.Payments.Contracts;

/// <summary>
/// What was or may have been authorised or taken for an order is to be given back, all of it or a part. Payments says it to itself, so that
/// the gateway is asked outside any transaction.
/// </summary>
/// <param name="OrderId">The order.</param>
/// <param name="RefundId">The return that it is for; missing when the order is cancelled and all is given back.</param>
[Event("com.shop.payments", "Refund Requested")]
public sealed record RefundRequested([OrderId] string OrderId, [Length(1, 64, Example = "RET-01JNK5Y3W8QZ4T7R2M6V9B1C0D")] string? RefundId = null) : IEvent
{
    string IEvent.Subject => OrderId;
}
