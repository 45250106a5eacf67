using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Shop.Web;

namespace Shop.Orders;

internal static class OrderTimelineEndpoint
{
    public static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/v1/orders/{id}/timeline", Handle)
        .WithName("GetOrderTimeline").WithTags("Orders")
        .WithSummary("Returns every event of an order, when it was published and which modules handled it")
        .WithDescription("For support and curious customers: what happened, in which order, and what is still to do.")
        .ProducesProblems(OrdersProblems.NotFound);

    private static async Task<Results<Tagged<Timeline>, Problem>> Handle(
        string id, OrdersDb db, EventHistory history, CancellationToken ct) =>
        await db.Orders.AnyAsync(order => order.Id == id, ct)
            ? Tagged.Of(new Timeline(id, await history.Of(id, ct), history.RemoteModules))
            : GetOrderEndpoint.Missing(id);
}

/// <summary>The events of an order, as far as this process knows.</summary>
/// <param name="OrderId">The order.</param>
/// <param name="Events">The events, oldest first.</param>
/// <param name="Remote">Modules hosted by other processes; ask those for their part of the timeline.</param>
internal sealed record Timeline(string OrderId, IReadOnlyList<TimelineEvent> Events, IReadOnlyList<string> Remote);
