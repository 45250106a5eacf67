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
            .WithTags("Operations").WithName("Restock").WithSummary("Adds stock of a product")
            .WithDescription("The quantity can be sold at once.")
            .ProducesProblems(WebProblems.InvalidRequest, InventoryProblems.StockNotFound);
        routes.MapPost("/ops/inventory/stock/{productId}/adjust", Adjust)
            .WithTags("Operations").WithName("AdjustStock").WithSummary("Sets a product's stock to a counted quantity")
            .WithDescription("The count includes reserved items; it cannot be lower than the reserved quantity.")
            .ProducesProblems(WebProblems.InvalidRequest, InventoryProblems.StockNotFound, InventoryProblems.StockReserved);
    }

    private static async Task<Results<Ok<StockResponse>, Problem>> Restock(
        string productId, RestockRequest request, IdempotencyKey key, Operator who, ChangeStock change, CancellationToken ct)
    {
        var broken = new BrokenRules();
        broken.Unless(
            request.Quantity is >= 1 and <= MaxQuantity, "/quantity", "quantity_out_of_range",
            $"A quantity is a whole number from 1 to {MaxQuantity}.");
        broken.CheckReason(request.Reason);
        if (broken.Any)
            return broken.ToProblem();
        var requested =
            new RequestedChange(
            productId, "restock", request.Reason, key.FingerprintOf(request));
        return await change.Do(
            requested, key, who, _ => (request.Quantity, null),
            (more, left) => new StockReplenished(productId, (int)more, left.Published()), ct);
    }

    private static async Task<Results<Ok<StockResponse>, Problem>> Adjust(
        string productId, AdjustStockRequest request, IdempotencyKey key, Operator who, ChangeStock change, CancellationToken ct)
    {
        var broken = new BrokenRules();
        broken.Unless(
            request.OnHand is >= 0 and <= MaxQuantity, "/onHand", "on_hand_out_of_range",
            $"onHand is a whole number from 0 to {MaxQuantity}.");
        broken.CheckReason(request.Reason);
        if (broken.Any)
            return broken.ToProblem();
        var requested =
            new RequestedChange(
            productId, "adjust-stock", request.Reason, key.FingerprintOf(request));
        return await change.Do(requested, key, who, level => request.OnHand < level.Reserved
            ? (0, Problem.Of(InventoryProblems.StockReserved, BrokenRule.InBody("/onHand", InventoryProblems.StockReserved.Code,
                $"{level.Reserved} of {productId} are reserved for orders, so onHand cannot be {request.OnHand}.")))
            : (request.OnHand - level.Reserved - level.Available, null), (more, left) =>
                new StockAdjusted(productId, more, request.Reason, left.Published()), ct);
    }

    private static void CheckReason(this BrokenRules broken, string reason) => broken.Unless(
        PeopleText.IsLine(reason, MaxReasonLength), "/reason", "reason_invalid",
        $"A reason has 1–{MaxReasonLength} characters on one line, at least one of them visible, and none that changes the direction of text.");
}

/// <summary>A delivery of stock.</summary>
/// <param name="Quantity">How many more.</param>
/// <param name="Reason">The reason, such as a delivery number.</param>
internal sealed record RestockRequest(
    [property: Range(1, ChangeStockEndpoints.MaxQuantity)] int Quantity,
    [property: StringLength(ChangeStockEndpoints.MaxReasonLength, MinimumLength = 1)] string Reason);

/// <summary>A stock count.</summary>
/// <param name="OnHand">The counted quantity, including reserved items.</param>
/// <param name="Reason">The reason for the difference.</param>
internal sealed record AdjustStockRequest(
    [property: Range(0, ChangeStockEndpoints.MaxQuantity)] int OnHand,
    [property: StringLength(ChangeStockEndpoints.MaxReasonLength, MinimumLength = 1)] string Reason);
