using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Microsoft.AspNetCore.Http.HttpResults;
using Shop.Events;
using Shop.Web;

namespace Shop.Host.Ops;

/// <summary>Searches, shows and streams published events.</summary>
internal static class EventsApi
{
    public static void Map(RouteGroupBuilder ops)
    {
        ops.MapGet("/events", List).WithName("ListEvents")
            .WithSummary("Lists the events that the modules of this process published, newest first.")
            .WithDescription("The filters are combined. Events are kept as long as their archive.");
        ops.MapGet("/events/{eventId}", Show).WithName("ShowEvent")
            .WithSummary("Shows an event and what became of it.")
            .WithDescription("At each rule of this process that matches it.")
            .ProducesProblems(OpsProblems.EventNotFound);
        ops.MapGet("/events/{eventId}/deliveries", Deliveries).WithName("ShowDeliveries")
            .WithSummary("Shows what became of an event at the rules of this process.")
            .WithDescription("Also for an event that another process published.")
            .ProducesProblems(OpsProblems.EventNotFound);
        ops.MapGet("/events/counts", Counts).WithName("CountEvents").WithSummary("Counts published events by module and detail-type.")
            .WithDescription("The filters are combined.");
        ops.MapGet("/events/stream", Tail).WithName("TailEvents")
            .WithSummary("Streams events as they are published, as server-sent events.")
            .WithDescription("From now on. A client that reconnects has missed what was published in between.");
    }

    private static async Task<Page<EventView>> List(
        [AsParameters] EventQuery query, PageRequest page, EventSearch search, CancellationToken ct)
    {
        var found = await search.Find(query.Filter, page.After<Guid?>(), page.Limit + 1, ct);
        return Page.Of(found, page, envelope => envelope.Metadata.EventId, EventView.Of);
    }

    private static async Task<Page<EventCount>> Counts(
        [AsParameters] EventQuery query, EventSearch search, CancellationToken ct) =>
        new(await search.Count(query.Filter, ct), null);

    private static async Task<Results<Ok<DeliveredEventView>, Problem>> Show(
        string eventId, EventSearch search, ModuleDirectory modules, CancellationToken ct) =>
        Guid.TryParse(eventId, out var id) && await search.Find(id, ct) is { } found
            ? TypedResults.Ok(
                new DeliveredEventView(EventView.Of(found.Event), found.HandledBy, modules.RemoteSubscribers(found.Event.Json.Span)))
            : Missing(eventId);

    /// <summary>An event that no rule here has received may still be one that a module here published.</summary>
    private static async Task<Results<Page<HandlingStatus>, Problem>> Deliveries(string eventId, EventSearch search, CancellationToken ct)
    {
        if (!Guid.TryParse(eventId, out var id))
            return Missing(eventId);
        var deliveries = await search.Deliveries(id, ct);
        return deliveries.Count > 0 || await search.Find(id, ct) is not null ? new Page<HandlingStatus>(deliveries, null) : Missing(eventId);
    }

    private static Problem Missing(string eventId) => Problem.Of(OpsProblems.EventNotFound, $"There is no event {eventId} here.");

    private static EventStream<EventView> Tail(
        [AsParameters] EventQuery query, EventStreams streams, EventSearch search, CancellationToken ct) =>
        streams.Open(Published(query.Filter, search, ct));

    private static async IAsyncEnumerable<SseItem<EventView>> Published(
        EventFilter filter, EventSearch search, [EnumeratorCancellation] CancellationToken ct)
    {
        await foreach (var envelope in search.Tail(filter, ct))
            yield return new SseItem<EventView>(EventView.Of(envelope), "event");
    }
}

/// <summary>Selects events by the query.</summary>
/// <param name="DetailType">Only events of this detail-type.</param>
/// <param name="Subject">Only events about this: an order, a product.</param>
/// <param name="CorrelationId">Only events that follow from this request.</param>
/// <param name="Since">Only events published at this time or later.</param>
/// <param name="Until">Only events published before this time.</param>
internal sealed record EventQuery(string? DetailType, string? Subject, string? CorrelationId, UtcTime? Since, UtcTime? Until)
{
    public EventFilter Filter => new()
    {
        DetailType = DetailType, Subject = Subject, CorrelationId = CorrelationId, Since = Since?.Value.UtcDateTime,
        Until = Until?.Value.UtcDateTime,
    };
}

/// <summary>A published event.</summary>
/// <param name="EventId">Its id.</param>
/// <param name="At">When it was published, UTC.</param>
/// <param name="DetailType">Its detail-type.</param>
/// <param name="Source">The module that published it.</param>
/// <param name="Subject">What it is about: an order, a product.</param>
/// <param name="CorrelationId">The request that it follows from.</param>
/// <param name="CausationId">The event that it follows from; null for none.</param>
/// <param name="Event">The whole event, as /schemas describes it.</param>
internal sealed record EventView(
    Guid EventId, DateTime At, string DetailType, string Source, string Subject, string CorrelationId, Guid? CausationId, JsonElement Event)
{
    public static EventView Of(Envelope envelope) => new(
        envelope.Metadata.EventId, envelope.Metadata.Timestamp, envelope.DetailType, envelope.Source, envelope.Metadata.Subject,
        envelope.Metadata.CorrelationId, envelope.Metadata.CausationId, JsonElement.Parse(envelope.Json.Span));
}

/// <summary>An event and what became of it at each rule of this process.</summary>
/// <param name="Event">The event.</param>
/// <param name="HandledBy">What became of it.</param>
/// <param name="Remote">Rules of other processes that match it, each as <c>module/rule</c>.</param>
internal sealed record DeliveredEventView(EventView Event, IReadOnlyList<HandlingStatus> HandledBy, IReadOnlyList<string> Remote);
