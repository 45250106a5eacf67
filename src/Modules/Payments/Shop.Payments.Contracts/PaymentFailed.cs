using Shop.Events;

namespace Shop.Payments.Contracts;

/// <summary>An order's payment was declined for good; the order is not charged.</summary>
/// <param name="OrderId">The order.</param>
/// <param name="Reason">The gateway's reason: <c>card_declined</c>, …</param>
[Event("com.shop.payments", "Payment Failed")]
public sealed record PaymentFailed([OrderId] string OrderId, [Length(1, 128, Example = "card_declined")] string Reason) : IEvent
{
    string IEvent.Subject => OrderId;
}
