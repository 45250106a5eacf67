using System.ComponentModel.DataAnnotations;
using Shop.Orders.Contracts;
using Shop.Web;

namespace Shop.Orders;

/// <summary>A request for an order. Prices come from the shop, never from the request.</summary>
/// <param name="CustomerId">The customer.</param>
/// <param name="Email">The customer's e-mail address, for updates about the order.</param>
/// <param name="Currency">The currency of the prices.</param>
/// <param name="Items">The products, each once.</param>
/// <param name="ShippingAddress">The destination.</param>
/// <param name="PaymentToken">The payment provider's token for the card. In the sandbox: tok_ok, tok_declined, …</param>
internal sealed record PlaceOrderRequest(
    [property: StringLength(PlaceOrderRules.MaxIdLength, MinimumLength = 1)] string CustomerId,
    [property: EmailAddress, StringLength(EmailAddress.MaxLength, MinimumLength = 3)] string Email,
    [property: Currency] string Currency,
    [property: MinLength(1), MaxLength(PlaceOrderRules.MaxItems)] IReadOnlyList<ItemRequest> Items,
    ShippingAddress ShippingAddress,
    [property: StringLength(PlaceOrderRules.MaxTokenLength, MinimumLength = 1)] string PaymentToken);

/// <summary>A product and its quantity.</summary>
/// <param name="ProductId">The product.</param>
/// <param name="Quantity">How many.</param>
internal sealed record ItemRequest(
    [property: StringLength(PlaceOrderRules.MaxIdLength, MinimumLength = 1)] string ProductId,
    [property: Range(1, PlaceOrderRules.MaxQuantity)] int Quantity);

/// <summary>The order is accepted. It is confirmed or cancelled shortly after: poll it or follow its stream.</summary>
/// <param name="OrderId">The order.</param>
/// <param name="Status">Its status now.</param>
/// <param name="Total">Its total.</param>
/// <param name="PlacedAt">When it was accepted, UTC.</param>
/// <param name="Stream">The path of its stream of status changes.</param>
internal sealed record PlaceOrderResponse(string OrderId, OrderStatus Status, PriceTag Total, DateTime PlacedAt, string Stream)
{
    public static PlaceOrderResponse Of(Order order) =>
        new(order.Id, order.Status, new PriceTag(order.Total, order.Currency), order.PlacedAt, $"/v1/orders/{order.Id}/stream");
}
