using Shop.Events;

namespace Shop.Payments.Contracts;

/// <summary>What was or may have been charged for a cancelled order is to be given back. Payments says it to itself, so that the gateway is asked outside any transaction.</summary>
/// <param name="OrderId">The order.</param>
[Event("com.shop.payments", "Refund Requested")]
public sealed record RefundRequested([OrderId] string OrderId) : IEvent
{
    string IEvent.Subject => OrderId;
}
