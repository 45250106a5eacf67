using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Shop.Inventory.Contracts;
using Shop.Web;

namespace Shop.Inventory;

internal static class ChangeStockEndpoints
{
    public const int MaxQuantity = 1_000_000_000;
    public const int MaxReasonLength = 200;

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPost("/ops/inventory/stock/{productId}/restock", Restock)
            .WithTags("Operations").WithName("Restock").WithSummary("Puts more of a product on the shelf")
            .ProducesProblems(WebProblems.InvalidRequest, InventoryProblems.StockNotFound);
        routes.MapPost("/ops/inventory/stock/{productId}/adjust", Adjust)
            .WithTags("Operations").WithName("AdjustStock").WithSummary("Sets a product's stock to what was counted")
            .WithDescription("What is set aside for orders counts as on hand, and is not touched: there cannot be fewer.")
            .ProducesProblems(WebProblems.InvalidRequest, InventoryProblems.StockNotFound, InventoryProblems.StockReserved);
    }

    private static async Task<Results<Ok<StockResponse>, Problem>> Restock(
        string productId, RestockRequest request, IdempotencyKey key, Operator who, ChangeStock change, CancellationToken ct)
    {
        var broken = new BrokenRules();
        broken.Unless(request.Quantity is >= 1 and <= MaxQuantity, "/quantity", "quantity_out_of_range", $"A quantity is a whole number from 1 to {MaxQuantity}.");
        broken.CheckReason(request.Reason);
        if (broken.Any)
            return broken.ToProblem();
        var requested = new RequestedChange(productId, "restock", request.Reason, RequestFingerprint.Of(new { deed = "restock", productId, request }));
        return await change.Do(requested, key, who, _ => (request.Quantity, null), (more, left) => new StockReplenished(productId, (int)more, left.Published()), ct);
    }

    private static async Task<Results<Ok<StockResponse>, Problem>> Adjust(
        string productId, AdjustStockRequest request, IdempotencyKey key, Operator who, ChangeStock change, CancellationToken ct)
    {
        var broken = new BrokenRules();
        broken.Unless(request.OnHand is >= 0 and <= MaxQuantity, "/onHand", "on_hand_out_of_range", $"What is on hand is a whole number from 0 to {MaxQuantity}.");
        broken.CheckReason(request.Reason);
        if (broken.Any)
            return broken.ToProblem();
        var requested = new RequestedChange(productId, "adjust-stock", request.Reason, RequestFingerprint.Of(new { deed = "adjust", productId, request }));
        return await change.Do(requested, key, who, level => request.OnHand < level.Reserved
            ? (0, Problem.Of(InventoryProblems.StockReserved, BrokenRule.InBody("/onHand", InventoryProblems.StockReserved.Code,
                $"{level.Reserved} of {productId} are set aside for orders; there cannot be only {request.OnHand} on hand.")))
            : (request.OnHand - level.Reserved - level.Available, null), (more, left) => new StockAdjusted(productId, more, request.Reason, left.Published()), ct);
    }

    private static void CheckReason(this BrokenRules broken, string reason) => broken.Unless(
        reason.Length <= MaxReasonLength && !string.IsNullOrWhiteSpace(reason) && !reason.Any(char.IsControl),
        "/reason", "reason_invalid", $"A reason has 1–{MaxReasonLength} characters, none of them a control character.");
}

/// <summary>What came in.</summary>
/// <param name="Quantity">How many more.</param>
/// <param name="Reason">Why: a delivery's number, for example.</param>
internal sealed record RestockRequest(
    [property: Range(1, ChangeStockEndpoints.MaxQuantity)] int Quantity,
    [property: StringLength(ChangeStockEndpoints.MaxReasonLength, MinimumLength = 1)] string Reason);

/// <summary>What was counted.</summary>
/// <param name="OnHand">How many there are, those included that are set aside for orders.</param>
/// <param name="Reason">Why it is not what was thought.</param>
internal sealed record AdjustStockRequest(
    [property: Range(0, ChangeStockEndpoints.MaxQuantity)] int OnHand,
    [property: StringLength(ChangeStockEndpoints.MaxReasonLength, MinimumLength = 1)] string Reason);
