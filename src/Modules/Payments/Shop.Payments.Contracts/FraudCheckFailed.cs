using Shop.Events;

namespace Shop.Payments.Contracts;

/// <summary>A large order has been reviewed and must not be charged.</summary>
/// <param name="OrderId">The order.</param>
/// <param name="Reasons">Why, in words.</param>
[Event("com.shop.payments", "Fraud Check Failed")]
public sealed record FraudCheckFailed(string OrderId, IReadOnlyList<string> Reasons) : IEvent
{
    string IEvent.Subject => OrderId;
}
