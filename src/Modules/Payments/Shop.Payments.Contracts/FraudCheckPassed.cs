using Shop.Events;

namespace Shop.Payments.Contracts;

/// <summary>A large order has been reviewed and may be charged.</summary>
/// <param name="OrderId">The order.</param>
[Event("com.shop.payments", "Fraud Check Passed")]
public sealed record FraudCheckPassed([OrderId] string OrderId) : IEvent
{
    string IEvent.Subject => OrderId;
}
