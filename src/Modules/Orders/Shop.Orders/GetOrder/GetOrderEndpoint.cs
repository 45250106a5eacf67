using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Shop.Web;

namespace Shop.Orders;

internal static class GetOrderEndpoint
{
    public static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/v1/orders/{id}", Handle)
        .WithName("GetOrder").WithTags("Orders")
        .WithSummary("Returns an order and its status")
        .WithDescription("Poll it with If-None-Match, or follow its stream.")
        .ProducesProblems(OrdersProblems.NotFound);

    private static async Task<Results<Tagged<OrderView>, Problem>> Handle(string id, OrdersDb db, CancellationToken ct) =>
        await db.Orders.AsNoTracking().SingleOrDefaultAsync(order => order.Id == id, ct) is { } order
            ? Tagged.Of(OrderView.Of(order))
            : Missing(id);

    public static Problem Missing(string id) => Problem.Of(OrdersProblems.NotFound, $"There is no order {id}.");
}
