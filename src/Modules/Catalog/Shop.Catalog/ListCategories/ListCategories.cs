using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Shop.Web;

namespace Shop.Catalog;

internal static class ListCategories
{
    public static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/v1/categories", Handle)
        .WithTags("Products").WithName("ListCategories").WithSummary("Lists the categories with products on sale, by name")
        .WithDescription("With the number of products on sale in each.");

    private static async Task<Page<CategoryResponse>> Handle(PageRequest page, CatalogDb db, CancellationToken ct)
    {
        var products = db.Products.AsNoTracking().Where(p => !p.Withdrawn);
        if (page.After<CategoryPosition>() is { } end)
            products = products.Where(p => string.Compare(p.Category, end.Category) > 0);
        var rows = await products.GroupBy(p => p.Category).OrderBy(same => same.Key).Take(page.Limit + 1)
            .Select(same => new CategoryResponse(same.Key, same.Count())).ToListAsync(ct);
        return Page.Of(rows, page, row => new CategoryPosition(row.Category));
    }
}

/// <summary>A category of products.</summary>
/// <param name="Category">Pass it as <c>category</c> to list its products.</param>
/// <param name="Products">The number of products on sale in it.</param>
internal sealed record CategoryResponse(string Category, int Products);

/// <summary>Where a page ended.</summary>
internal sealed record CategoryPosition(string Category);
