using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Shop.Web;
using Shop.Orders.Contracts;

namespace Shop.Orders;

/// <summary>A new cart.</summary>
internal sealed record CreateCartRequest(
    [property: Description("USD, EUR or GBP."), RegularExpression(PlaceOrderRules.CurrencyPattern)] string Currency = "USD",
    [property: Description("The owner, 1–64 characters; omit for a guest."), StringLength(64, MinimumLength = 1)] string? CustomerId = null,
    [property: Description("The initial items, at most 100."), MaxLength(PlaceOrderRules.MaxItems)] IReadOnlyList<ItemRequest>? Items = null);

/// <summary>The new quantity of a product in a cart.</summary>
internal sealed record CartLineRequest([property: Description("1–999."), Range(1, PlaceOrderRules.MaxQuantity)] int Quantity);

/// <summary>The customer who takes over a guest's cart.</summary>
internal sealed record TakeOverCartRequest([property: Description("1–64 characters."), StringLength(64, MinimumLength = 1)] string CustomerId);

/// <summary>What an order needs besides the cart.</summary>
internal sealed record CheckOutRequest(
    [property: Description("The customer's e-mail address, for updates about the order."), StringLength(EmailAddress.MaxLength, MinimumLength = 3)]
    string Email,
    ShippingAddress ShippingAddress,
    [property: Description("The payment provider's token for the card. In the sandbox: tok_ok, tok_declined, …"), StringLength(128, MinimumLength = 1)]
    string PaymentToken);

/// <summary>The items to price.</summary>
internal sealed record QuoteRequest(
    [property: Description("1–100 items, each product once."), Length(1, PlaceOrderRules.MaxItems)] IReadOnlyList<ItemRequest> Items);
