using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Shop.Orders.Contracts;
using Shop.Web;

namespace Shop.Orders;

/// <summary>A request for an order. Prices come from the shop, never from the request.</summary>
internal sealed record PlaceOrderRequest(
    [property: Description("The customer, 1–64 characters."), StringLength(64, MinimumLength = 1)] string CustomerId,
    [property: Description("The customer's e-mail address, for updates about the order."), StringLength(EmailAddress.MaxLength, MinimumLength = 3)]
    string Email,
    [property: Description("USD, EUR or GBP."), RegularExpression(PlaceOrderRules.CurrencyPattern)] string Currency,
    [property: Description("1–100 items, one per product."), Length(1, PlaceOrderRules.MaxItems)] IReadOnlyList<ItemRequest> Items,
    ShippingAddress ShippingAddress,
    [property: Description("The payment provider's token for the card. In the sandbox: tok_ok, tok_declined, …"), StringLength(128, MinimumLength = 1)]
    string PaymentToken);

/// <summary>A product and its quantity, 1–999.</summary>
internal sealed record ItemRequest(
    [property: StringLength(64, MinimumLength = 1)] string ProductId, [property: Range(1, PlaceOrderRules.MaxQuantity)] int Quantity);

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
