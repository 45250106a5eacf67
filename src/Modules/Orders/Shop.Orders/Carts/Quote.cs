using Shop.Events;
using Shop.Web;

namespace Shop.Orders;

/// <summary>Current prices of items, and which cannot be ordered. Only an order reserves stock.</summary>
/// <param name="Items">Each item at its current prices.</param>
/// <param name="Totals">The total of the items that can be bought, in each currency in which all of them have a price.</param>
/// <param name="Notes">What prevents an order; empty when nothing does.</param>
internal sealed record Quote(IReadOnlyList<QuotedItem> Items, IReadOnlyList<PriceTag> Totals, IReadOnlyList<QuoteNote> Notes)
{
    public static Quote Of(
        IReadOnlyList<CartLine> lines, IReadOnlyDictionary<string, OfferedProduct> products, IReadOnlyList<string> currencies)
    {
        var items = lines.Select(line => QuotedItem.Of(line, products.GetValueOrDefault(line.ProductId), currencies)).ToList();
        var offered = items.Where(item => item.Prices.Count > 0).ToList();
        var totals = currencies
            .Where(currency => offered.Count > 0 && offered.All(item => item.TotalIn(currency) is not null))
            .Select(currency => new PriceTag(
                offered.Aggregate(new Money(0), (sum, item) => sum + new Money(item.TotalIn(currency)!.Value)).Minor, currency));
        var notes = lines.SelectMany(line => QuoteNote.Of(line.ProductId, products.GetValueOrDefault(line.ProductId), currencies));
        return new Quote(items, [.. totals], [.. notes]);
    }

    /// <summary>Adds stock availability.</summary>
    /// <param name="stock">The quantity of each product for sale; null or missing when unknown.</param>
    public Quote With(IReadOnlyDictionary<string, long?> stock)
    {
        var items = Items.Select(item => item.With(stock.GetValueOrDefault(item.ProductId))).ToList();
        var shortages = items.Where(item => item is { Prices.Count: > 0, Available: false });
        return this with { Items = items,
            Notes = [.. Notes, .. shortages.Select(item => QuoteNote.TooFew(item, stock[item.ProductId]!.Value))] };
    }
}

/// <summary>An item, its quantity and prices.</summary>
/// <param name="ProductId">The product.</param>
/// <param name="Name">The product name; null when unknown.</param>
/// <param name="Quantity">The quantity.</param>
/// <param name="Prices">The unit price in each currency that has one; empty when it cannot be bought.</param>
/// <param name="Totals">The line totals.</param>
/// <param name="Available">Whether the quantity is in stock; null when unknown.</param>
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

    /// <summary>Adds availability, given the quantity for sale; null when unknown.</summary>
    public QuotedItem With(long? stock) =>
        this with { Available = Prices.Count == 0 ? false : stock is { } left ? left >= Quantity : null };

    public long? TotalIn(string currency) => Totals.FirstOrDefault(total => total.Currency == currency)?.Amount;
}

/// <summary>Why an item cannot be ordered.</summary>
/// <param name="ProductId">The item.</param>
/// <param name="Code">A stable code: <c>product_unknown</c>, <c>product_withdrawn</c>, <c>price_missing</c>; in a quote
/// <c>too_few_in_stock</c>.</param>
/// <param name="Detail">A human-readable sentence.</param>
internal sealed record QuoteNote(string ProductId, [property: QuoteCode] string Code, string Detail)
{
    private const string Unknown = "product_unknown";
    private const string Withdrawn = "product_withdrawn";
    private const string PriceMissing = "price_missing";
    private const string TooFewInStock = "too_few_in_stock";

    /// <summary>Every code.</summary>
    public static IReadOnlyList<string> Codes => [Unknown, Withdrawn, PriceMissing, TooFewInStock];

    public static IEnumerable<QuoteNote> Of(string productId, OfferedProduct? product, IReadOnlyList<string> currencies)
    {
        if (product is not { Name.Length: > 0 })
            return [new QuoteNote(productId, Unknown, $"There is no product {productId}.")];
        if (product.Withdrawn)
            return [new QuoteNote(productId, Withdrawn, $"{product.Name} is no longer sold.")];
        return currencies.Where(currency => !product.Prices.ContainsKey(currency))
            .Select(currency => new QuoteNote(productId, PriceMissing, $"{product.Name} has no price in {currency}."));
    }

    public static QuoteNote TooFew(QuotedItem item, long left) => new(item.ProductId, TooFewInStock,
        left <= 0 ? $"{item.Name} is sold out." : $"There are only {left} of {item.Name}.");
}
