using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Shop.Web;

namespace Shop.Catalog;

/// <summary>Ends the sale of a product, and begins it again.</summary>
internal static class WithdrawProduct
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPost("/ops/catalog/products/{productId}/withdraw", Withdraw)
            .WithTags("Operations").WithName("WithdrawProduct").WithSummary("Sells a product no more")
            .WithDescription("It is listed no more, and new orders of it are refused within two seconds. Orders that were placed are carried out.")
            .ProducesProblems(CatalogProblems.ProductNotFound);
        routes.MapPost("/ops/catalog/products/{productId}/relist", Relist)
            .WithTags("Operations").WithName("RelistProduct").WithSummary("Sells a withdrawn product again")
            .ProducesProblems(CatalogProblems.ProductNotFound);
    }

    private static Task<Results<Ok<OperatedProduct>, Problem>> Withdraw(
        string productId, IfMatch seen, Operator who, ChangeSeenProduct change, CatalogDb db, CancellationToken ct) =>
        change.Do(productId, seen, who, "withdraw-product", product => product.Withdraw(db), ct);

    private static Task<Results<Ok<OperatedProduct>, Problem>> Relist(
        string productId, IfMatch seen, Operator who, ChangeSeenProduct change, CatalogDb db, CancellationToken ct) =>
        change.Do(productId, seen, who, "relist-product", product => product.Relist(db), ct);
}
