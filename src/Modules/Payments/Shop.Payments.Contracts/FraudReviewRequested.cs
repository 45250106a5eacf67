using Shop.Events;

namespace Shop.Payments.Contracts;

/// <summary>The fraud rules could not decide on a large order: an operator accepts or refuses it.</summary>
/// <param name="OrderId">The order.</param>
/// <param name="Reasons">What is unclear, human-readable.</param>
[Event("com.shop.payments", "Fraud Review Requested")]
public sealed record FraudReviewRequested(
    [OrderId] string OrderId,
    [AtLeastItems(1, Example = new[] { "The total of 12000.00 USD is above 10000.00." })] IReadOnlyList<string> Reasons) : IEvent
{
    string IEvent.Subject => OrderId;
}
