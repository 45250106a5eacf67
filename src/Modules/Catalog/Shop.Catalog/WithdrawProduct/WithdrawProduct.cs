using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Shop.Web;

namespace Shop.Catalog;

/// <summary>Withdraws a product from sale or relists it.</summary>
internal static class WithdrawProduct
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPost("/ops/catalog/products/{productId}/withdraw", Withdraw)
            .WithTags("Operations").WithName("WithdrawProduct").WithSummary("Withdraws a product from sale")
            .WithDescription(
                "It is no longer listed, and new orders for it are rejected within two seconds. Existing orders are fulfilled.")
            .ProducesProblems(CatalogProblems.ProductNotFound)
            .ProducesHeader(StatusCodes.Status200OK, "ETag");
        routes.MapPost("/ops/catalog/products/{productId}/relist", Relist)
            .WithTags("Operations").WithName("RelistProduct").WithSummary("Puts a withdrawn product back on sale")
            .WithDescription("Its stock and prices are as they were.")
            .ProducesProblems(CatalogProblems.ProductNotFound)
            .ProducesHeader(StatusCodes.Status200OK, "ETag");
    }

    private static Task<Results<Ok<OperatedProduct>, Problem>> Withdraw(
        string productId, IfMatch seen, Operator who, ChangeSeenProduct change, CatalogDb db, CancellationToken ct) =>
        change.Do(productId, seen, who, "withdraw-product", product => product.Withdraw(db), ct);

    private static Task<Results<Ok<OperatedProduct>, Problem>> Relist(
        string productId, IfMatch seen, Operator who, ChangeSeenProduct change, CatalogDb db, CancellationToken ct) =>
        change.Do(productId, seen, who, "relist-product", product => product.Relist(db), ct);
}
