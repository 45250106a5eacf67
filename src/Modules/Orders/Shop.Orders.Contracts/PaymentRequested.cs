using Shop.Events;

namespace Shop.Orders.Contracts;

/// <summary>An order's stock is reserved and its review passed: its payment may be authorised now.</summary>
/// <param name="OrderId">The order; also the business key of the payment.</param>
/// <param name="Amount">What to authorise.</param>
/// <param name="Currency">ISO 4217.</param>
/// <param name="PaymentToken">What the customer's payment provider gave for it; good for one order.</param>
[Event("com.shop.orders", "Payment Requested")]
public sealed record PaymentRequested(
    [OrderId] string OrderId, [Minimum(0, Example = 59.98)] Money Amount, [Currency] string Currency, [Length(1, 128, Example = "tok_ok")] string PaymentToken) : IEvent
{
    string IEvent.Subject => OrderId;
}
