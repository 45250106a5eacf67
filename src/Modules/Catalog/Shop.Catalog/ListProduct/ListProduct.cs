using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Shop.Messaging;
using Shop.Web;

namespace Shop.Catalog;

internal static class ListProduct
{
    public static void Map(IEndpointRouteBuilder routes) => routes.MapPost("/ops/catalog/products", Handle)
        .WithTags("Operations").WithName("ListProduct").WithSummary("Lists a new product")
        .WithDescription("It can be bought at once; its stock is there when the inventory has heard of it. The id makes a repetition harmless: it is refused.")
        .ProducesProblems(WebProblems.InvalidRequest, CatalogProblems.ProductExists);

    private static async Task<Results<Created<OperatedProduct>, Problem>> Handle(
        ListProductRequest request, Operator who, CatalogDb db, Messaging.BulkOperations operations, HttpContext http, CancellationToken ct)
    {
        if (request.Broken() is { Any: true } broken)
            return broken.ToProblem();
        var product = Product.List(
            db, request.ProductId, request.Name, request.Description, request.Category, request.Prices.ToPrices(), request.OpeningStock);
        var listed = OperatedProduct.Of(product);
        try
        {
            await operations.SaveWithAudit("catalog", db, who.Name, "list-product", "{}", ChangeSeenProduct.Json(listed), ct);
        }
        catch (DbUpdateException)
        {
            db.ChangeTracker.Clear();
            if (!await db.Products.AnyAsync(p => p.ProductId == request.ProductId, ct))
                throw;
            return Problem.Of(CatalogProblems.ProductExists, BrokenRule.InBody("/productId", CatalogProblems.ProductExists.Code,
                $"There is a product {request.ProductId} already. Give the new one another id, or change the old one."));
        }
        return TypedResults.Created($"/ops/catalog/products/{listed.ProductId}", http.Tagged(listed));
    }
}

/// <summary>A new product.</summary>
/// <param name="ProductId">1–64 characters that need no escaping in a path; it stays for good.</param>
/// <param name="Name">What it is called.</param>
/// <param name="Description">What it is, in a sentence or two.</param>
/// <param name="Category">Lower case; a new one comes to be by its first product.</param>
/// <param name="Prices">What one costs, in minor units.</param>
/// <param name="OpeningStock">How many the warehouse begins with.</param>
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
