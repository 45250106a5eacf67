using System.ComponentModel.DataAnnotations;
using Shop.Orders.Contracts;
using Shop.Web;

namespace Shop.Orders;

/// <summary>A new cart.</summary>
/// <param name="Currency">The currency of its prices.</param>
/// <param name="CustomerId">The owner; omit for a guest.</param>
/// <param name="Items">The initial items, each product once.</param>
internal sealed record CreateCartRequest(
    [property: Currency] string Currency = "USD",
    [property: StringLength(PlaceOrderRules.MaxIdLength, MinimumLength = 1)] string? CustomerId = null,
    [property: MaxLength(PlaceOrderRules.MaxItems)] IReadOnlyList<ItemRequest>? Items = null);

/// <summary>The new quantity of a product in a cart.</summary>
/// <param name="Quantity">The quantity.</param>
internal sealed record CartLineRequest([property: Range(1, PlaceOrderRules.MaxQuantity)] int Quantity);

/// <summary>The customer who takes over a guest's cart.</summary>
/// <param name="CustomerId">The customer.</param>
internal sealed record TakeOverCartRequest([property: StringLength(PlaceOrderRules.MaxIdLength, MinimumLength = 1)] string CustomerId);

/// <summary>What an order needs besides the cart.</summary>
/// <param name="Email">The customer's e-mail address, for updates about the order.</param>
/// <param name="ShippingAddress">The destination.</param>
/// <param name="PaymentToken">The payment provider's token for the card. In the sandbox: tok_ok, tok_declined, …</param>
internal sealed record CheckOutRequest(
    [property: EmailAddress, StringLength(EmailAddress.MaxLength, MinimumLength = 3)] string Email,
    ShippingAddress ShippingAddress,
    [property: StringLength(PlaceOrderRules.MaxTokenLength, MinimumLength = 1)] string PaymentToken);

/// <summary>The items to price.</summary>
/// <param name="Items">The products, each once.</param>
internal sealed record QuoteRequest([property: MinLength(1), MaxLength(PlaceOrderRules.MaxItems)] IReadOnlyList<ItemRequest> Items);
