using System.ComponentModel;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Shop.Web;

namespace Shop.Catalog;

internal static class ListProducts
{
    public static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/v1/products", Answer)
        .WithTags("Products").WithName("ListProducts").WithSummary("Lists the products that are sold, by id");

    private static async Task<Page<ProductAnswer>> Answer(
        PageRequest page,
        [Description("Words that all occur in the name, description or category, in any case.")] string? search,
        [Description("Only products of this category.")] string? category,
        [Description("USD (the default), EUR or GBP.")] string? currency,
        CatalogDb db, CancellationToken ct)
    {
        var shown = Currency.Of(currency);
        var products = db.Products.AsNoTracking().Where(p => !p.Withdrawn).Matching(search).InCategory(category).After(page.After<Position>());
        var rows = await products.OrderBy(p => p.ProductId).Take(page.Limit + 1).ToListAsync(ct);
        return Page.Of(rows, page, p => new Position(p.ProductId), p => ProductAnswer.Of(p, shown));
    }
}

/// <summary>Where a page ended.</summary>
internal sealed record Position(string ProductId);
