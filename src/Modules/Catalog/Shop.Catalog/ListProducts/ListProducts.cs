using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Shop.Web;

namespace Shop.Catalog;

internal static class ListProducts
{
    public static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/v1/products", Handle)
        .WithTags("Products").WithName("ListProducts").WithSummary("Lists the products on sale")
        .WithDescription("At the price of one currency. Search, category and order can be combined; withdrawn products are not listed.");

    private static async Task<Page<ProductResponse>> Handle(
        PageRequest page,
        [Description("Words that all occur in the name, description or category, in any case."), StringLength(Filters.MaxLength)] string? search,
        [Description("Only products of this category."), StringLength(Filters.MaxLength)] string? category,
        [Currency, Description("The currency of the prices; USD by default.")] string? currency,
        [Description("id (the default), name, price_ascending or price_descending.")] Choice<ProductSort>? sort,
        CatalogDb db, CancellationToken ct)
    {
        var shown = Currency.Of(currency);
        var by = sort?.Value ?? ProductSort.Id;
        var products = db.After(page.After<Position>(), by, shown).AsNoTracking().Where(p => !p.Withdrawn).Matching(search)
            .InCategory(category);
        var rows = await products.Sorted(by, shown).Take(page.Limit + 1).ToListAsync(ct);
        return Page.Of(rows, page, p => Position.Of(p, by, shown), p => ProductResponse.Of(p, shown));
    }
}
