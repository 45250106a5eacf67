using Shop.Events;

namespace Shop.Payments.Contracts;

/// <summary>The fraud review of a large order passed: it may be charged.</summary>
/// <param name="OrderId">The order.</param>
[Event("com.shop.payments", "Fraud Check Passed")]
public sealed record FraudCheckPassed([OrderId] string OrderId) : IEvent
{
    string IEvent.Subject => OrderId;
}
