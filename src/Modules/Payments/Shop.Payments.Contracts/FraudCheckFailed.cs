using Shop.Events;

namespace Shop.Payments.Contracts;

/// <summary>A large order has been reviewed and must not be charged.</summary>
/// <param name="OrderId">The order.</param>
/// <param name="Reasons">Why, in words.</param>
[Event("com.shop.payments", "Fraud Check Failed")]
public sealed record FraudCheckFailed([OrderId] string OrderId, [AtLeastItems(1, Example = new[] { "Large orders are not shipped to XX." })] IReadOnlyList<string> Reasons) : IEvent
{
    string IEvent.Subject => OrderId;
}
