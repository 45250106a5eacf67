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
    // Polls as well, because another process may change the order without notifying this one.
    private static readonly TimeSpan PollInterval = TimeSpan.FromSeconds(2);

    public static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/v1/orders/{id}/stream", Handle)
        .WithName("FollowOrder").WithTags("Orders")
        .WithSummary("Streams an order's status changes as server-sent events")
        .WithDescription(
            "Starts with the first status, or after Last-Event-ID, and ends when the order is confirmed or cancelled; with "
            + "until=delivered, when it is delivered or cancelled. A client that reconnects after the end gets 204, which stops a "
            + "browser's EventSource.")
        .ProducesProblems(OrdersProblems.NotFound);

    private static async Task<Results<EventStream<StatusChange>, NoContent, Problem>> Handle(
        string id, LastEventId last, EventStreams streams, OrdersDb db, OrderFollowers followers, IServiceScopeFactory scopes,
        CancellationToken ct,
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
        string id, long seen, StreamEnd until, OrderFollowers followers, IServiceScopeFactory scopes,
        [EnumeratorCancellation] CancellationToken ct)
    {
        try
        {
            while (true)
            {
                var next = followers.NextChange(id);       // subscribed before reading, so no change is missed
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
            followers.Notify(id);     // releases the wait on an order that may never change again; other streams reload once
        }
    }

    private static async Task<Order> Read(string id, IServiceScopeFactory scopes, CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<OrdersDb>().Orders.AsNoTracking().SingleAsync(order => order.Id == id, ct);
    }
}

/// <summary>How far a client follows an order. Cancellation always ends the stream.</summary>
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
