using System.ComponentModel;
using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Shop.Web;

namespace Shop.Orders;

internal static class OrderStreamEndpoint
{
    // Another process may change the order; nobody tells this one.
    private static readonly TimeSpan PollInterval = TimeSpan.FromSeconds(2);

    public static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/v1/orders/{id}/stream", Handle)
        .WithName("FollowOrder").WithTags("Orders")
        .WithSummary("An order's changes as they happen, as server-sent events")
        .WithDescription("Begins with the first status, or after Last-Event-ID, and ends when the order is confirmed or cancelled; with until=delivered, when it is delivered or cancelled. A client that connects again after the end is answered 204, which stops a browser's EventSource.")
        .ProducesProblems(OrdersProblems.NotFound);

    private static async Task<Results<ServerSentEventsResult<StatusChange>, NoContent, Problem>> Handle(
        string id, LastEventId last, EventStreams streams, OrdersDb db, OrderFollowers followers, IServiceScopeFactory scopes, CancellationToken ct,
        [Description("confirmed (the default) or delivered.")] Choice<StreamEnd>? until = null)
    {
        var end = until?.Value ?? StreamEnd.Confirmed;
        if (await db.Orders.AsNoTracking().SingleOrDefaultAsync(order => order.Id == id, ct) is not { } order)
            return GetOrderEndpoint.Missing(id);
        if (end.IsReached(order.State) && last.Value >= order.History[^1].Version)
            return TypedResults.NoContent();
        return streams.Open(Changes(id, last.Value, end, followers, scopes, ct));
    }

    private static async IAsyncEnumerable<SseItem<StatusChange>> Changes(
        string id, long seen, StreamEnd until, OrderFollowers followers, IServiceScopeFactory scopes, [EnumeratorCancellation] CancellationToken ct)
    {
        try
        {
            while (true)
            {
                var next = followers.NextChange(id);       // asked for before looking, so that no change falls between
                var order = await Read(id, scopes, ct);
                foreach (var change in order.History.Where(change => change.Version > seen))
                {
                    yield return new SseItem<StatusChange>(change, "status") { EventId = $"{change.Version}" };
                    seen = change.Version;
                }
                if (until.IsReached(order.State))
                    yield break;
                await next.WaitAsync(PollInterval, ct).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                ct.ThrowIfCancellationRequested();
            }
        }
        finally
        {
            followers.Notify(id);     // nothing is left waiting for an order that may never change again; other streams look once more
        }
    }

    private static async Task<Order> Read(string id, IServiceScopeFactory scopes, CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<OrdersDb>().Orders.AsNoTracking().SingleAsync(order => order.Id == id, ct);
    }
}

/// <summary>How far a client follows an order; a cancelled one is over in any case.</summary>
internal enum StreamEnd
{
    Confirmed,
    Delivered,
}

internal static class StreamEnds
{
    public static bool IsReached(this StreamEnd end, OrderState state) =>
        end == StreamEnd.Delivered ? OrderProcess.IsAtRest(state) : OrderProcess.IsSettled(state);
}
