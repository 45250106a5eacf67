using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Shop.Web;

namespace Shop.Catalog;

/// <summary>Changes a product if its ETag is current, and writes the audit log.</summary>
internal sealed class ChangeSeenProduct(CatalogDb db, IHttpContextAccessor http)
{
    public async Task<Results<Ok<OperatedProduct>, Problem>> Do(
        string productId, IfMatch seen, Operator who, string action, Action<Product> change, CancellationToken ct)
    {
        if (await db.Products.SingleOrDefaultAsync(p => p.ProductId == productId, ct) is not { } product)
            return Missing(productId);
        var before = OperatedProduct.Of(product);
        if (seen.Check(before) is { } stale)
            return stale;
        change(product);
        var after = OperatedProduct.Of(product);
        try
        {
            if (after.Revision != before.Revision)
                await db.SaveWithAudit(who.Name, action, Json(before), Json(after), ct);
            return TypedResults.Ok(http.HttpContext!.Tagged(after));
        }
        catch (DbUpdateConcurrencyException)
        {
            // Another operator changed it concurrently.
            db.ChangeTracker.Clear();
            return IfMatch.ChangedMeanwhile(
                OperatedProduct.Of(await db.Products.AsNoTracking().SingleAsync(p => p.ProductId == productId, ct)));
        }
    }

    public static Problem Missing(string productId) =>
        Problem.Of(
            CatalogProblems.ProductNotFound,
            $"There is no product \"{productId}\". GET /ops/catalog/products lists all, including withdrawn ones.");

    public static string Json(OperatedProduct product) => JsonSerializer.Serialize(product, ShopJson.Options);
}
