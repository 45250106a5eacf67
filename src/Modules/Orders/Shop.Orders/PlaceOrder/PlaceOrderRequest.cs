using System.ComponentModel;
using Shop.Orders.Contracts;

namespace Shop.Orders;

/// <summary>A request for an order. Prices come from the shop, never from the request.</summary>
internal sealed record PlaceOrderRequest(
    [property: Description("The customer, 1–64 characters.")] string CustomerId,
    [property: Description("The customer's e-mail address, for updates about the order.")] string Email,
    [property: Description("USD, EUR or GBP.")] string Currency,
    [property: Description("1–100 items, one per product.")] IReadOnlyList<ItemRequest> Items,
    ShippingAddress ShippingAddress,
    [property: Description("The payment provider's token for the card. In the sandbox: tok_ok, tok_declined, …")] string PaymentToken);

/// <summary>A product and its quantity, 1–999.</summary>
internal sealed record ItemRequest(string ProductId, int Quantity);

/// <summary>The order is accepted. It is confirmed or cancelled shortly after: poll it or follow its stream.</summary>
internal sealed record PlaceOrderResponse(string OrderId, OrderStatus Status, PriceTag Total, DateTime PlacedAt, string Stream)
{
    public static PlaceOrderResponse Of(Order order) =>
        new(order.Id, order.Status, new PriceTag(order.Total, order.Currency), order.PlacedAt, $"/v1/orders/{order.Id}/stream");
}

/// <summary>An amount of money.</summary>
/// <param name="Amount">In minor units: cents, pence.</param>
/// <param name="Currency">ISO 4217.</param>
internal sealed record PriceTag(long Amount, string Currency);
