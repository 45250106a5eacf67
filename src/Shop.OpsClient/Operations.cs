using System.Text.Json;
using System.Text.Json.Serialization;

namespace Shop.OpsClient;

/// <summary>A long-running operation: a redrive, a discard or a replay.</summary>
/// <param name="Id">A UUIDv7: ids sort by time.</param>
/// <param name="Module">The module whose dead letters or archive it works through.</param>
/// <param name="Kind"><c>redrive</c>, <c>discard</c> or <c>replay</c>.</param>
/// <param name="State"><c>running</c>, <c>finished</c>, <c>cancelled</c> or <c>stopped</c>.</param>
/// <param name="Filter">What it selects.</param>
/// <param name="Actor">The operator who started it.</param>
/// <param name="Rate">At most this many a second; null for as fast as possible.</param>
/// <param name="Total">How many items there were at the start.</param>
/// <param name="Done">How many are done.</param>
/// <param name="Failed">How many could not be done.</param>
/// <param name="SecondsLeft">How long the rest takes at the pace so far; null while that is unknown.</param>
/// <param name="Reason">Why it stopped.</param>
/// <param name="StartedAt">When it started, UTC.</param>
/// <param name="ChangedAt">When it last progressed, UTC.</param>
/// <param name="EndedAt">When it ended, UTC.</param>
public sealed record Operation(
    Guid Id, string Module, string Kind, string State, JsonElement Filter, string Actor, int? Rate, long Total, long Done, long Failed,
    double? SecondsLeft, string? Reason, DateTime StartedAt, DateTime ChangedAt, DateTime? EndedAt)
{
    /// <summary>Whether all of it is done.</summary>
    [JsonIgnore]
    public bool IsFinished => State == "finished";
}

/// <summary>What a request started: one operation in each module that has matching items; none when nothing matches.</summary>
/// <param name="Operations">The operations.</param>
public sealed record StartedOperations(IReadOnlyList<Operation> Operations);

/// <summary>Selects archived events, and the rules that handle them again.</summary>
public sealed record ReplayRequest
{
    /// <summary>Published at this time or later; null for as far back as the inboxes allow.</summary>
    public DateTimeOffset? From { get; init; }

    /// <summary>Published before this time; null for up to now.</summary>
    public DateTimeOffset? Until { get; init; }

    /// <summary>An EventBridge pattern that the events match, as an object.</summary>
    public JsonElement? Pattern { get; init; }

    /// <summary>The request that the events follow from.</summary>
    public string? CorrelationId { get; init; }

    /// <summary>The rules that handle the events, as <c>module/rule</c>; null for all that match.</summary>
    public IReadOnlyList<string>? Rules { get; init; }

    /// <summary>Whether the one rule in <see cref="Rules"/> handles again what it has handled.</summary>
    public bool Rerun { get; init; }

    /// <summary>The events' <c>replay-name</c>; null for a generated one.</summary>
    public string? Name { get; init; }

    /// <summary>At most this many a second; null for as fast as possible.</summary>
    public int? Rate { get; init; }

    [JsonInclude]
    internal bool DryRun { get; init; }
}
