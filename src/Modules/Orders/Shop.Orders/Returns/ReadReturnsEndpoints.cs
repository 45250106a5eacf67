using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Shop.Web;

namespace Shop.Orders;

internal static class ReadReturnsEndpoints
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/v1/orders/{id}/returns", OfOrder)
            .WithName("ListReturnsOfOrder").WithTags("Orders")
            .WithSummary("Lists the returns of an order")
            .WithDescription("Oldest first.")
            .ProducesProblems(OrdersProblems.NotFound);
        routes.MapGet("/v1/orders/{id}/returns/{returnId}", One)
            .WithName("GetReturn").WithTags("Orders")
            .WithSummary("Returns a return and its status")
            .WithDescription("Poll it with If-None-Match until it is decided and refunded.")
            .ProducesProblems(OrdersProblems.NotFound, OrdersProblems.ReturnNotFound);
        routes.MapGet("/ops/returns", All)
            .WithName("ListReturns").WithTags("Operations")
            .WithSummary("Lists returns, newest first")
            .WithDescription("With status=requested, only those that wait for a decision.");
    }

    private static async Task<Results<Page<ReturnView>, Problem>> OfOrder(string id, OrdersDb db, CancellationToken ct)
    {
        if (!await db.Orders.AnyAsync(order => order.Id == id, ct))
            return GetOrderEndpoint.Missing(id);
        var returns = await db.Returns.AsNoTracking().Where(back => back.OrderId == id).OrderBy(back => back.ReturnId).ToListAsync(ct);
        return new Page<ReturnView>([.. returns.Select(ReturnView.Of)], null);
    }

    private static async Task<Results<Tagged<ReturnView>, Problem>> One(string id, string returnId, OrdersDb db, CancellationToken ct)
    {
        if (await db.Returns.AsNoTracking().SingleOrDefaultAsync(back => back.ReturnId == returnId && back.OrderId == id, ct) is { } found)
            return Tagged.Of(ReturnView.Of(found));
        return await db.Orders.AnyAsync(order => order.Id == id, ct) ? Missing(returnId) : GetOrderEndpoint.Missing(id);
    }

    /// <summary>Ids sort by time, so the last id of a page is the cursor of the next.</summary>
    private static async Task<Page<ReturnView>> All(PageRequest page, OrdersDb db, CancellationToken ct, Choice<ReturnState>? status = null)
    {
        var returns = db.Returns.AsNoTracking();
        if (status is { Value: var wanted })
            returns = returns.Where(back => back.State == wanted);
        if (page.After<string>() is { } last)
            returns = returns.Where(back => string.Compare(back.ReturnId, last) < 0);
        var rows = await returns.OrderByDescending(back => back.ReturnId).Take(page.Limit + 1).ToListAsync(ct);
        return Page.Of(rows, page, back => back.ReturnId, ReturnView.Of);
    }

    public static Problem Missing(string returnId) => Problem.Of(OrdersProblems.ReturnNotFound, $"There is no return {returnId}.");
}
