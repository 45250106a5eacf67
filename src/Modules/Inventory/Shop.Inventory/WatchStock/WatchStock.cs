using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Shop.Inventory.Contracts;
using Shop.Web;

namespace Shop.Inventory;

/// <summary>Sets a product's low-stock threshold. Publishes Stock Low at once if the stock is already below it.</summary>
internal static class WatchStock
{
    public static void Map(IEndpointRouteBuilder routes) => routes.MapPut("/ops/inventory/stock/{productId}/threshold", Handle)
        .WithTags("Operations").WithName("WatchStock").WithSummary("Sets a product's low-stock threshold")
        .WithDescription(
            "\"Stock Low\" is published when the available stock falls below it, and again only after it was sufficient in between. 0 "
            + "turns it off.")
        .ProducesProblems(WebProblems.InvalidRequest, InventoryProblems.StockNotFound);

    private static async Task<Results<Ok<StockResponse>, Problem>> Handle(
        string productId, ThresholdRequest request, Operator who, InventoryDb db, Stock stock, 
        CancellationToken ct)
    {
        var broken = new BrokenRules();
        broken.Unless(request.Threshold is >= 0 and <= ChangeStockEndpoints.MaxQuantity, "/threshold", "threshold_out_of_range",
            $"A threshold is a whole number from 0 to {ChangeStockEndpoints.MaxQuantity}.");
        if (broken.Any)
            return broken.ToProblem();
        return await db.InTransaction(async () =>
        {
            if (await stock.Hold(productId, ct) is not { } before)
                return (Results<Ok<StockResponse>, Problem>)Missing(productId);
            var after = (await stock.Watch(productId, request.Threshold, ct))!;
            if (after.IsLow && !before.IsLow)
                db.Publish(new StockLow(productId, after.Available, after.Threshold));
            await db.SaveWithAudit(who.Name, "watch-stock", $"{productId}: {before.Threshold}", $"{productId}: {after.Threshold}", ct);
            return TypedResults.Ok(StockResponse.Of(after));
        }, ct);
    }

    public static Problem Missing(string productId) =>
        Problem.Of(InventoryProblems.StockNotFound, $"Inventory has no product \"{productId}\". GET /ops/inventory/stock lists all.");
}

/// <summary>A low-stock threshold.</summary>
/// <param name="Threshold">The threshold; 0 for none.</param>
internal sealed record ThresholdRequest([property: Range(0, ChangeStockEndpoints.MaxQuantity)] int Threshold);
