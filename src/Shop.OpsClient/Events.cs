using System.Text.Json;

namespace Shop.OpsClient;

/// <summary>Selects published events: those for which everything holds that is set.</summary>
public sealed record EventFilter
{
    /// <summary>The event's type: <c>Order Created</c>.</summary>
    public string? DetailType { get; init; }

    /// <summary>The event's subject: an order's id.</summary>
    public string? Subject { get; init; }

    /// <summary>The request that the event follows from.</summary>
    public string? CorrelationId { get; init; }

    /// <summary>Published at this time or later.</summary>
    public DateTimeOffset? Since { get; init; }

    /// <summary>Published before this time.</summary>
    public DateTimeOffset? Until { get; init; }

    internal IEnumerable<(string, object?)> Parameters =>
        [("detailType", DetailType), ("subject", Subject), ("correlationId", CorrelationId), ("since", Since), ("until", Until)];
}

/// <summary>A published event.</summary>
/// <param name="EventId">The event.</param>
/// <param name="At">When, UTC.</param>
/// <param name="DetailType">The event's type.</param>
/// <param name="Source">The publisher: <c>com.shop.orders</c>.</param>
/// <param name="Subject">The event's subject: an order's id.</param>
/// <param name="CorrelationId">The request that the event follows from.</param>
/// <param name="CausationId">The event that it follows from.</param>
/// <param name="Event">The whole event.</param>
public sealed record PublishedEvent(
    Guid EventId, DateTime At, string DetailType, string Source, string Subject, string CorrelationId, Guid? CausationId,
    JsonElement Event);

/// <summary>What became of an event at one rule.</summary>
/// <param name="Module">The rule's module.</param>
/// <param name="Rule">The rule.</param>
/// <param name="State"><c>handled</c>, <c>pending</c>, <c>calling</c> or <c>dead_lettered</c>.</param>
/// <param name="At">When it was handled, is attempted next, or was dead-lettered; UTC.</param>
/// <param name="FailedAttempts">Attempts that failed.</param>
public sealed record Delivery(string Module, string Rule, string State, DateTime At, int FailedAttempts);

/// <summary>How many events of a type a module has published.</summary>
/// <param name="Module">The publisher.</param>
/// <param name="DetailType">The events' type.</param>
/// <param name="Events">How many.</param>
/// <param name="Characters">How long their envelopes are together.</param>
public sealed record EventCount(string Module, string DetailType, long Events, long Characters);
