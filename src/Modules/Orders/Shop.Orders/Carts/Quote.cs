using Shop.Events;

namespace Shop.Orders;

/// <summary>What items cost at the moment, and what of them cannot be had. Stock is set aside by an order alone.</summary>
/// <param name="Items">Each item at its present prices.</param>
/// <param name="Totals">What all items that can be bought come to, in each currency in which all of them have a price.</param>
/// <param name="Notes">What stands in the way of an order; empty when nothing does.</param>
internal sealed record Quote(IReadOnlyList<QuotedItem> Items, IReadOnlyList<PriceTag> Totals, IReadOnlyList<QuoteNote> Notes)
{
    public static Quote Of(IReadOnlyList<CartLine> lines, IReadOnlyDictionary<string, OfferedProduct> products, IReadOnlyList<string> currencies)
    {
        var items = lines.Select(line => QuotedItem.Of(line, products.GetValueOrDefault(line.ProductId), currencies)).ToList();
        var offered = items.Where(item => item.Prices.Count > 0).ToList();
        var totals = currencies
            .Where(currency => offered.Count > 0 && offered.All(item => item.TotalIn(currency) is not null))
            .Select(currency => new PriceTag(offered.Aggregate(new Money(0), (sum, item) => sum + new Money(item.TotalIn(currency)!.Value)).Minor, currency));
        var notes = lines.SelectMany(line => QuoteNote.Of(line.ProductId, products.GetValueOrDefault(line.ProductId), currencies));
        return new Quote(items, [.. totals], [.. notes]);
    }

    /// <summary>The same with what is known of the stock.</summary>
    /// <param name="stock">How many of each product can be sold; null or missing where that is not known.</param>
    public Quote With(IReadOnlyDictionary<string, long?> stock)
    {
        var items = Items.Select(item => item.With(stock.GetValueOrDefault(item.ProductId))).ToList();
        var shortages = items.Where(item => item is { Prices.Count: > 0, Available: false });
        return this with { Items = items, Notes = [.. Notes, .. shortages.Select(item => QuoteNote.TooFew(item, stock[item.ProductId]!.Value))] };
    }
}

/// <summary>An item and what so many of it cost.</summary>
/// <param name="ProductId">The product.</param>
/// <param name="Name">What it is called; null when it is unknown.</param>
/// <param name="Quantity">How many.</param>
/// <param name="Prices">What one costs, in each currency that it has a price in; empty when it cannot be bought.</param>
/// <param name="Totals">What all of them cost.</param>
/// <param name="Available">Whether so many can be had at the moment; null where that is not known.</param>
internal sealed record QuotedItem(
    string ProductId, string? Name, int Quantity, IReadOnlyList<PriceTag> Prices, IReadOnlyList<PriceTag> Totals, bool? Available = null)
{
    public static QuotedItem Of(CartLine line, OfferedProduct? product, IReadOnlyList<string> currencies)
    {
        var prices = product is { IsOffered: true }
            ? currencies.Where(product.Prices.ContainsKey).Select(currency => new PriceTag(product.Prices[currency], currency)).ToList()
            : [];
        return new QuotedItem(line.ProductId, product is { Name.Length: > 0 } ? product.Name : null, line.Quantity, prices,
            [.. prices.Select(price => price with { Amount = (new Money(price.Amount) * line.Quantity).Minor })]);
    }

    /// <summary>The same, when so many can be sold in all; null where that is not known.</summary>
    public QuotedItem With(long? stock) => this with { Available = Prices.Count == 0 ? false : stock is { } left ? left >= Quantity : null };

    public long? TotalIn(string currency) => Totals.FirstOrDefault(total => total.Currency == currency)?.Amount;
}

/// <summary>Why an item cannot be ordered as it stands.</summary>
/// <param name="ProductId">The item.</param>
/// <param name="Code">A stable code: <c>product_unknown</c>, <c>product_withdrawn</c>, <c>price_missing</c>; in a quote <c>too_few_in_stock</c>.</param>
/// <param name="Detail">A sentence for a person.</param>
internal sealed record QuoteNote(string ProductId, string Code, string Detail)
{
    public static IEnumerable<QuoteNote> Of(string productId, OfferedProduct? product, IReadOnlyList<string> currencies)
    {
        if (product is not { Name.Length: > 0 })
            return [new QuoteNote(productId, "product_unknown", $"There is no product {productId}.")];
        if (product.Withdrawn)
            return [new QuoteNote(productId, "product_withdrawn", $"{product.Name} is no longer sold.")];
        return currencies.Where(currency => !product.Prices.ContainsKey(currency))
            .Select(currency => new QuoteNote(productId, "price_missing", $"{product.Name} has no price in {currency}."));
    }

    public static QuoteNote TooFew(QuotedItem item, long left) => new(item.ProductId, "too_few_in_stock",
        left <= 0 ? $"{item.Name} is sold out." : $"There are only {left} of {item.Name}.");
}
