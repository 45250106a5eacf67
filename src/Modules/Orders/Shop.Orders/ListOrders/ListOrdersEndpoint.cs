using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Shop.Web;

namespace Shop.Orders;

internal static class ListOrdersEndpoint
{
    public static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/v1/orders", Handle)
        .WithName("ListOrders").WithTags("Orders")
        .WithSummary("Lists orders, newest first")
        .WithDescription("With customerId, only that customer's orders.");

    /// <summary>Ids sort by time, so the last id of a page is the cursor of the next.</summary>
    private static async Task<Page<OrderView>> Handle(PageRequest page, OrdersDb db, CancellationToken ct, string? customerId = null)
    {
        var orders = db.Orders.AsNoTracking();
        if (customerId is not null)
            orders = orders.Where(order => order.CustomerId == customerId);
        if (page.After<string>() is { } last)
            orders = orders.Where(order => string.Compare(order.Id, last) < 0);
        var rows = await orders.OrderByDescending(order => order.Id).Take(page.Limit + 1).ToListAsync(ct);
        return Page.Of(rows, page, order => order.Id, OrderView.Of);
    }
}
