using System.ComponentModel;
using Shop.Orders.Contracts;

namespace Shop.Orders;

/// <summary>An order as a client asks for it. Prices are the shop's, never the request's.</summary>
internal sealed record PlaceOrderRequest(
    [property: Description("Who orders, 1–64 characters.")] string CustomerId,
    [property: Description("Where the customer is told what becomes of the order.")] string Email,
    [property: Description("USD, EUR or GBP.")] string Currency,
    [property: Description("1–100 lines, each product once.")] IReadOnlyList<ItemRequest> Items,
    ShippingAddress ShippingAddress,
    [property: Description("What the payment provider gave for the card. In the sandbox: tok_ok, tok_declined, …")] string PaymentToken);

/// <summary>A product and how many of it, 1–999.</summary>
internal sealed record ItemRequest(string ProductId, int Quantity);

/// <summary>The order is taken. It is confirmed or cancelled soon after: ask for it, or follow its stream.</summary>
internal sealed record PlaceOrderResponse(string OrderId, OrderStatus Status, PriceTag Total, DateTime PlacedAt, string Stream)
{
    public static PlaceOrderResponse Of(Order order) =>
        new(order.Id, order.Status, new PriceTag(order.Total, order.Currency), order.PlacedAt, $"/v1/orders/{order.Id}/stream");
}

/// <summary>An amount of money.</summary>
/// <param name="Amount">In minor units: cents, pence.</param>
/// <param name="Currency">ISO 4217.</param>
internal sealed record PriceTag(long Amount, string Currency);
