using Shop.Events;

namespace Shop.Payments.Contracts;

/// <summary>The fraud review of a large order failed: it must not be charged.</summary>
/// <param name="OrderId">The order.</param>
/// <param name="Reasons">The reasons, human-readable.</param>
[Event("com.shop.payments", "Fraud Check Failed")]
public sealed record FraudCheckFailed(
    [OrderId] string OrderId,
    [AtLeastItems(1, Example = new[] { "Large orders are not shipped to XX." })] IReadOnlyList<string> Reasons) : IEvent
{
    string IEvent.Subject => OrderId;
}
