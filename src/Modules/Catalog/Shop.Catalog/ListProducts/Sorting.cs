using System.Diagnostics.CodeAnalysis;
using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore;
using Shop.Events;
using Shop.Web;

namespace Shop.Catalog;

/// <summary>The sort order of a list of products; ids break ties.</summary>
internal enum ProductSort
{
    Id,
    Name,
    PriceAscending,
    PriceDescending,
}

/// <summary>Where a page ended.</summary>
/// <param name="ProductId">The last product.</param>
/// <param name="Key">The last product's folded name or price; null when it is sorted by id.</param>
internal sealed record Position(string ProductId, string? Key = null)
{
    public static Position Of(Product product, ProductSort sort, string currency) => new(product.ProductId, sort switch
    {
        ProductSort.Id => null,
        ProductSort.Name => product.NameKey,
        _ => product.Prices.In(currency).Minor.ToString(System.Globalization.CultureInfo.InvariantCulture),
    });
}

/// <summary>Sorts lists of products and continues after a cursor.</summary>
internal static class Sorting
{
    public static IQueryable<Product> Sorted(this IQueryable<Product> products, ProductSort sort, string currency) => sort switch
    {
        ProductSort.Id => products.OrderBy(p => p.ProductId),
        ProductSort.Name => products.OrderBy(p => p.NameKey).ThenBy(p => p.ProductId),
        ProductSort.PriceAscending => products.OrderBy(PriceIn(currency)).ThenBy(p => p.ProductId),
        _ => products.OrderByDescending(PriceIn(currency)).ThenBy(p => p.ProductId),
    };

    /// <exception cref="ProblemException"><c>invalid_cursor</c>: the cursor is not one of this order.</exception>
    public static IQueryable<Product> After(this CatalogDb db, Position? end, ProductSort sort, string currency)
    {
        if (end is null)
            return db.Products;
        if (sort != ProductSort.Id && end.Key is null)
            throw Otherwise();
        return sort switch
        {
            ProductSort.Id => db.Products.After(end),
            ProductSort.Name =>
                db.Products.Where(
                p => string.Compare(p.NameKey, end.Key) > 0 || (p.NameKey == end.Key && string.Compare(p.ProductId, end.ProductId) > 0)),
            _ => db.Beyond(
                long.TryParse(end.Key, out var price)
                ? price : throw Otherwise(), end.ProductId, sort == ProductSort.PriceAscending ? ">" : "<", currency),
        };
    }

    [SuppressMessage(
        "Security", "EF1002:Risk of vulnerability to SQL injection", Justification = "The column is one of the shop's currencies.")]
    private static IQueryable<Product> Beyond(this CatalogDb db, long price, string id, string comes, string currency)
    {
        var column = $"price_{currency.ToLowerInvariant()}";
        var beyond = db.Database.SqlQueryRaw<string>(
            $"select product_id as \"Value\" from products where {column} {comes} {{0}} or ({column} = {{0}} and product_id > {{1}})",
            price, id);
        return db.Products.Where(p => beyond.Contains(p.ProductId));
    }

    private static Expression<Func<Product, Money>> PriceIn(string currency) => currency switch
    {
        "USD" => p => p.Prices.Usd,
        "EUR" => p => p.Prices.Eur,
        _ => p => p.Prices.Gbp,
    };

    private static ProblemException Otherwise() => new(Problem.Of(WebProblems.InvalidCursor, BrokenRule.InParameter(
        "cursor", WebProblems.InvalidCursor.Code, "The cursor belongs to another sort order. Start this list without a cursor.")));
}
