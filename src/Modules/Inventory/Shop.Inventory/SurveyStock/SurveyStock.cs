using System.ComponentModel;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Shop.Web;

namespace Shop.Inventory;

internal static class SurveyStock
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/ops/inventory/stock", List)
            .WithTags("Operations").WithName("SurveyStock").WithSummary("Lists the stock of all products, by id")
            .WithDescription("With what is reserved for orders, and the low-stock threshold.");
        routes.MapGet("/ops/inventory/stock/{productId}", Show)
            .WithTags("Operations").WithName("ShowStock").WithSummary("Shows the stock of a product")
            .WithDescription("With what is reserved for orders, and the low-stock threshold.")
            .ProducesProblems(InventoryProblems.StockNotFound);
    }

    private static async Task<Page<StockResponse>> List(
        PageRequest page, [Description("Only products whose stock is low, or only those whose is not.")] bool? low, InventoryDb db,
        CancellationToken ct)
    {
        var stock = db.Stock.AsNoTracking();
        if (page.After<StockPosition>() is { } end)
            stock = stock.Where(level => string.Compare(level.ProductId, end.ProductId) > 0);
        if (low is not null)
            stock = stock.Where(level => level.Available < level.Threshold == low);
        var rows = await stock.OrderBy(level => level.ProductId).Take(page.Limit + 1).ToListAsync(ct);
        return Page.Of(rows, page, level => new StockPosition(level.ProductId), StockResponse.Of);
    }

    private static async Task<Results<Ok<StockResponse>, Problem>> Show(string productId, InventoryDb db, CancellationToken ct) =>
        await db.Stock.AsNoTracking().SingleOrDefaultAsync(level => level.ProductId == productId, ct) is { } level
            ? TypedResults.Ok(StockResponse.Of(level))
            : WatchStock.Missing(productId);
}

/// <summary>Where a page ended.</summary>
internal sealed record StockPosition(string ProductId);
