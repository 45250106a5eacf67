using System.ComponentModel;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Shop.Web;

namespace Shop.Catalog;

internal static class GetProduct
{
    public static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/v1/products/{productId}", Handle)
        .WithTags("Products").WithName("GetProduct").WithSummary("Returns a product")
        .WithDescription("With its price in one currency and what is in stock. A withdrawn product is not found.")
        .ProducesProblems(CatalogProblems.ProductNotFound);

    private static async Task<Results<Tagged<ProductResponse>, Problem>> Handle(
        string productId, [Currency, Description("The currency of the prices; USD by default.")] string? currency, CatalogDb db, CancellationToken ct)
    {
        var shown = Currency.Of(currency);
        var product = await db.Products.AsNoTracking().SingleOrDefaultAsync(p => p.ProductId == productId && !p.Withdrawn, ct);
        return product is not null
            ? Tagged.Of(ProductResponse.Of(product, shown))
            : Problem.Of(
                CatalogProblems.ProductNotFound, $"No product \"{productId}\" is on sale. GET /v1/products lists the products on sale.");
    }
}
