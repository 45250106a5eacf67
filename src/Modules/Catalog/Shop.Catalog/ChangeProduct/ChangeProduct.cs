using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Shop.Web;

namespace Shop.Catalog;

internal static class ChangeProduct
{
    public static void Map(IEndpointRouteBuilder routes) => routes.MapPatch("/ops/catalog/products/{productId}", Handle)
        .WithTags("Operations").WithName("ChangeProduct").WithSummary("Changes a product's name, description, category or prices")
        .WithDescription(
            "Omitted members stay unchanged. Existing orders keep their prices; new ones use the new prices within two seconds.")
        .ProducesProblems(WebProblems.InvalidRequest, CatalogProblems.ProductNotFound)
        .ProducesHeader(StatusCodes.Status200OK, "ETag");

    private static async Task<Results<Ok<OperatedProduct>, Problem>> Handle(
        string productId, ChangeProductRequest request, IfMatch seen, Operator who, ChangeSeenProduct change, CatalogDb db,
        CancellationToken ct)
    {
        if (request.Broken() is { Any: true } broken)
            return broken.ToProblem();
        return await change.Do(productId, seen, who, "change-product", product =>
        {
            product.Describe(
                db, request.Name ?? product.Name, request.Description ?? product.Description, request.Category ?? product.Category);
            product.ChangePrice(db, request.Prices?.ToPrices() ?? product.Prices);
        }, ct);
    }
}

/// <summary>The changes.</summary>
/// <param name="Name">The name.</param>
/// <param name="Description">The description, a sentence or two.</param>
/// <param name="Category">Lower case.</param>
/// <param name="Prices">The unit prices, in minor units.</param>
internal sealed record ChangeProductRequest(
    [property: StringLength(ProductRules.MaxNameLength, MinimumLength = 1)] string? Name = null,
    [property: StringLength(ProductRules.MaxDescriptionLength)] string? Description = null,
    [property: RegularExpression(ProductRules.Category)] string? Category = null,
    PricesBody? Prices = null)
{
    public BrokenRules Broken()
    {
        var broken = new BrokenRules();
        broken.CheckTexts(Name, Description, Category);
        broken.CheckPrices(Prices);
        return broken;
    }
}
