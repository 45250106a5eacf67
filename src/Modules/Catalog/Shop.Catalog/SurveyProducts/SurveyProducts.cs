using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Shop.Web;

namespace Shop.Catalog;

/// <summary>The operators' view of products: all prices, including withdrawn products.</summary>
internal static class SurveyProducts
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/ops/catalog/products", List)
            .WithTags("Operations").WithName("SurveyProducts").WithSummary("Lists all products, by id")
            .WithDescription("With all prices, and with the products that are withdrawn.");
        routes.MapGet("/ops/catalog/products/{productId}", Show)
            .WithTags("Operations").WithName("SurveyProduct").WithSummary("Returns a product as operators see it")
            .WithDescription("Send its ETag in If-Match with a change.")
            .ProducesProblems(CatalogProblems.ProductNotFound);
    }

    private static async Task<Page<OperatedProduct>> List(
        PageRequest page,
        [Description("Words that all occur in the name, description or category, in any case."), StringLength(Filters.MaxLength)] string? search,
        [Description("Only products of this category."), StringLength(Filters.MaxLength)] string? category,
        [Description("Only those that are withdrawn, or only those that are not.")] bool? withdrawn,
        CatalogDb db, CancellationToken ct)
    {
        var products = db.Products.AsNoTracking().Matching(search).InCategory(category).After(page.After<Position>());
        if (withdrawn is not null)
            products = products.Where(p => p.Withdrawn == withdrawn);
        var rows = await products.OrderBy(p => p.ProductId).Take(page.Limit + 1).ToListAsync(ct);
        return Page.Of(rows, page, p => new Position(p.ProductId), OperatedProduct.Of);
    }

    private static async Task<Results<Tagged<OperatedProduct>, Problem>> Show(string productId, CatalogDb db, CancellationToken ct) =>
        await db.Products.AsNoTracking().SingleOrDefaultAsync(p => p.ProductId == productId, ct) is { } product
            ? Tagged.Of(OperatedProduct.Of(product))
            : ChangeSeenProduct.Missing(productId);
}
