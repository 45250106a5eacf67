using Shop.Web;

namespace Shop.Orders;

/// <summary>A cart as a client sees it, at current prices.</summary>
/// <param name="CartId">For the client to keep: it grants access to the cart.</param>
/// <param name="CustomerId">The owner; null for a guest.</param>
/// <param name="Currency">The order currency.</param>
/// <param name="Items">Its lines.</param>
/// <param name="Total">The total of the items that can be bought.</param>
/// <param name="Notes">What prevents checkout.</param>
/// <param name="OrderId">The order it was checked out as; null while open.</param>
/// <param name="CreatedAt">When it was created.</param>
/// <param name="UpdatedAt">When it was last changed.</param>
/// <param name="ExpiresAt">When it is deleted unless it changes first.</param>
internal sealed record CartView(
    string CartId, string? CustomerId, string Currency, IReadOnlyList<CartItemView> Items, PriceTag Total, IReadOnlyList<QuoteNote> Notes,
    string? OrderId,
    DateTime CreatedAt, DateTime UpdatedAt, DateTime ExpiresAt)
{
    public static CartView Of(Cart cart, IReadOnlyDictionary<string, OfferedProduct> products)
    {
        var quote = Quote.Of(cart.Lines, products, [cart.Currency]);
        return new CartView(
            cart.Id, cart.CustomerId, cart.Currency, [.. quote.Items.Select(CartItemView.Of)], quote.Totals is [var total]
                ? total : new PriceTag(0, cart.Currency),
            quote.Notes, cart.OrderId, cart.CreatedAt, cart.ChangedAt, cart.ExpiresAt);
    }
}

/// <summary>A product in a cart; the price is null when it cannot be bought in the cart's currency.</summary>
/// <param name="ProductId">The product.</param>
/// <param name="Name">Its name; null when unknown.</param>
/// <param name="Quantity">The quantity.</param>
/// <param name="Price">The unit price; null when it cannot be bought.</param>
/// <param name="Total">The line total; null when it cannot be bought.</param>
internal sealed record CartItemView(string ProductId, string? Name, int Quantity, PriceTag? Price, PriceTag? Total)
{
    public static CartItemView Of(QuotedItem item) =>
        new(item.ProductId, item.Name, item.Quantity, item.Prices is [var price] ? price : null, item.Totals is [var total] ? total : null);
}
