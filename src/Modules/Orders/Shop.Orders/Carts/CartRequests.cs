using System.ComponentModel;
using Shop.Orders.Contracts;

namespace Shop.Orders;

/// <summary>A new cart.</summary>
internal sealed record CreateCartRequest(
    [property: Description("What it is ordered in: USD, EUR or GBP.")] string Currency = "USD",
    [property: Description("Whose it is, 1–64 characters; none for a guest's.")] string? CustomerId = null,
    [property: Description("What is in it at first, at most 100 items.")] IReadOnlyList<ItemRequest>? Items = null);

/// <summary>How many of a product a cart has from now on.</summary>
internal sealed record CartLineRequest([property: Description("1–999.")] int Quantity);

/// <summary>Who a guest turns out to be.</summary>
internal sealed record TakeOverCartRequest([property: Description("1–64 characters.")] string CustomerId);

/// <summary>What an order needs beside what is in the cart.</summary>
internal sealed record CheckOutRequest(
    [property: Description("Where the customer is told what becomes of the order.")] string Email,
    ShippingAddress ShippingAddress,
    [property: Description("What the payment provider gave for the card. In the sandbox: tok_ok, tok_declined, …")] string PaymentToken);

/// <summary>What is to be priced.</summary>
internal sealed record QuoteRequest([property: Description("1–100 items, each product once.")] IReadOnlyList<ItemRequest> Items);
