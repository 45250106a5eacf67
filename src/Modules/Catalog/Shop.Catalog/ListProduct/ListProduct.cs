using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Shop.Web;

namespace Shop.Catalog;

internal static class ListProduct
{
    public static void Map(IEndpointRouteBuilder routes) => routes.MapPost("/ops/catalog/products", Handle)
        .WithTags("Operations").WithName("ListProduct").WithSummary("Lists a new product")
        .WithDescription(
            "It can be bought at once; its stock appears once Inventory has handled the event. The id makes retries safe: a duplicate is "
            + "rejected.")
        .ProducesProblems(WebProblems.InvalidRequest, CatalogProblems.ProductExists)
        .ProducesHeader(StatusCodes.Status201Created, "ETag");

    private static async Task<Results<Created<OperatedProduct>, Problem>> Handle(
        ListProductRequest request, Operator who, CatalogDb db, HttpContext http, CancellationToken ct)
    {
        if (request.Broken() is { Any: true } broken)
            return broken.ToProblem();
        var product = Product.List(
            db, request.ProductId, request.Name, request.Description, request.Category, request.Prices.ToPrices(), request.OpeningStock);
        var listed = OperatedProduct.Of(product);
        try
        {
            await db.SaveWithAudit(who.Name, "list-product", "{}", ChangeSeenProduct.Json(listed), ct);
        }
        catch (DbUpdateException)
        {
            db.ChangeTracker.Clear();
            if (!await db.Products.AnyAsync(p => p.ProductId == request.ProductId, ct))
                throw;
            return Problem.Of(CatalogProblems.ProductExists, BrokenRule.InBody("/productId", CatalogProblems.ProductExists.Code,
                $"The product {request.ProductId} already exists. Use another id, or change the existing one."));
        }
        return TypedResults.Created($"/ops/catalog/products/{listed.ProductId}", http.Tagged(listed));
    }
}

/// <summary>A new product.</summary>
/// <param name="ProductId">1–64 characters that need no escaping in a path; it is permanent.</param>
/// <param name="Name">The name.</param>
/// <param name="Description">The description, a sentence or two.</param>
/// <param name="Category">Lower case; a new category starts with its first product.</param>
/// <param name="Prices">The unit prices, in minor units.</param>
/// <param name="OpeningStock">The opening stock.</param>
internal sealed record ListProductRequest(
    [property: RegularExpression(ProductRules.Id)] string ProductId,
    [property: StringLength(ProductRules.MaxNameLength, MinimumLength = 1)] string Name,
    [property: StringLength(ProductRules.MaxDescriptionLength)] string Description,
    [property: RegularExpression(ProductRules.Category)] string Category,
    PricesBody Prices,
    [property: Range(0, ProductRules.MaxOpeningStock)] int OpeningStock)
{
    public BrokenRules Broken()
    {
        var broken = new BrokenRules();
        broken.CheckId(ProductId);
        broken.CheckTexts(Name, Description, Category);
        broken.CheckPrices(Prices);
        broken.CheckOpeningStock(OpeningStock);
        return broken;
    }
}
