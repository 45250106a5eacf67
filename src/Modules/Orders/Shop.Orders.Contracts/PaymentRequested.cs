using Shop.Events;

namespace Shop.Orders.Contracts;

/// <summary>Stock is reserved and any review passed: the payment can be authorised.</summary>
/// <param name="OrderId">The order, and the business key of its payment.</param>
/// <param name="Amount">The amount to authorise.</param>
/// <param name="Currency">ISO 4217.</param>
/// <param name="PaymentToken">The payment provider's token for the card; valid for one order.</param>
[Event("com.shop.orders", "Payment Requested")]
public sealed record PaymentRequested(
    [OrderId] string OrderId, [Minimum(0, Example = 59.98)] Money Amount, [Currency] string Currency,
    [Length(1, 128, Example = "tok_ok")] string PaymentToken) : IEvent
{
    string IEvent.Subject => OrderId;
}
