using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Shop.Inventory.Contracts;
using Shop.Messaging;
using Shop.Web;

namespace Shop.Inventory;

/// <summary>Sets below which number a product's stock is low. Where it is so already, that is said at once.</summary>
internal static class WatchStock
{
    public static void Map(IEndpointRouteBuilder routes) => routes.MapPut("/ops/inventory/stock/{productId}/threshold", Handle)
        .WithTags("Operations").WithName("WatchStock").WithSummary("Sets the number below which a product's stock is low")
        .WithDescription("\"Stock Low\" is said when fewer can be sold, and again only after there were enough meanwhile. 0: nobody watches it.")
        .ProducesProblems(WebProblems.InvalidRequest, InventoryProblems.StockNotFound);

    private static async Task<Results<Ok<StockResponse>, Problem>> Handle(
        string productId, ThresholdRequest request, Operator who, InventoryDb db, Stock stock, Messaging.BulkOperations operations, CancellationToken ct)
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
            await operations.SaveWithAudit("inventory", db, who.Name, "watch-stock", $"{productId}: {before.Threshold}", $"{productId}: {after.Threshold}", ct);
            return TypedResults.Ok(StockResponse.Of(after));
        }, ct);
    }

    public static Problem Missing(string productId) =>
        Problem.Of(InventoryProblems.StockNotFound, $"The inventory knows no product \"{productId}\". GET /ops/inventory/stock lists all.");
}

/// <summary>When stock is low.</summary>
/// <param name="Threshold">When fewer can be sold; 0 for never.</param>
internal sealed record ThresholdRequest([property: Range(0, ChangeStockEndpoints.MaxQuantity)] int Threshold);
