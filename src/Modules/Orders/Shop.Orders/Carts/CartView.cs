namespace Shop.Orders;

/// <summary>A cart as a client sees it, at the prices of the moment.</summary>
/// <param name="CartId">To be kept by the client: whoever knows it may use the cart.</param>
/// <param name="CustomerId">Whose it is; null for a guest's.</param>
/// <param name="Currency">What it is ordered in.</param>
/// <param name="Items">What is in it.</param>
/// <param name="Total">What its items that can be bought come to.</param>
/// <param name="Notes">What stands in the way of checking out.</param>
/// <param name="OrderId">The order that it has become; null while it is open.</param>
/// <param name="CreatedAt">When it was made.</param>
/// <param name="UpdatedAt">When it was last changed.</param>
/// <param name="ExpiresAt">When it is forgotten, unless it is changed before.</param>
internal sealed record CartView(
    string CartId, string? CustomerId, string Currency, IReadOnlyList<CartItemView> Items, PriceTag Total, IReadOnlyList<QuoteNote> Notes, string? OrderId,
    DateTime CreatedAt, DateTime UpdatedAt, DateTime ExpiresAt)
{
    public static CartView Of(Cart cart, IReadOnlyDictionary<string, OfferedProduct> products)
    {
        var quote = Quote.Of(cart.Lines, products, [cart.Currency]);
        return new CartView(
            cart.Id, cart.CustomerId, cart.Currency, [.. quote.Items.Select(CartItemView.Of)], quote.Totals is [var total] ? total : new PriceTag(0, cart.Currency),
            quote.Notes, cart.OrderId, cart.CreatedAt, cart.ChangedAt, cart.ExpiresAt);
    }
}

/// <summary>A product in a cart; without a price when it cannot be bought in the cart's currency.</summary>
internal sealed record CartItemView(string ProductId, string? Name, int Quantity, PriceTag? Price, PriceTag? Total)
{
    public static CartItemView Of(QuotedItem item) => new(item.ProductId, item.Name, item.Quantity, item.Prices is [var price] ? price : null, item.Totals is [var total] ? total : null);
}
