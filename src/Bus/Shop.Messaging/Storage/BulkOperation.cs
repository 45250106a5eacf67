using System.Text.Json.Serialization;

namespace Shop.Messaging.Storage;

/// <summary>
/// Long-running work that an operator started: a row in the database of the module whose dead letters or archive it works through. It outlives
/// the process.
/// </summary>
/// <param name="Id">A UUIDv7: ids sort by time.</param>
/// <param name="Module">The module.</param>
/// <param name="Kind">What it does.</param>
/// <param name="State">Its state.</param>
/// <param name="Filter">What it works through, JSON.</param>
/// <param name="Actor">Who started it.</param>
/// <param name="Rate">Items a second at most; null for no limit.</param>
/// <param name="Total">How many items there were when it started.</param>
/// <param name="Done">How many are done.</param>
/// <param name="Failed">How many failed.</param>
/// <param name="Reason">Why it stopped.</param>
/// <param name="StartedAt">When it started, UTC.</param>
/// <param name="ChangedAt">When it last made progress, UTC.</param>
/// <param name="EndedAt">When it ended, UTC.</param>
public sealed record BulkOperation(
    Guid Id, string Module, OperationKind Kind, OperationState State, string Filter, string Actor, int? Rate, long Total, long Done, long Failed,
    string? Reason, DateTime StartedAt, DateTime ChangedAt, DateTime? EndedAt)
{
    /// <summary>The last item that is done: where it continues.</summary>
    [JsonIgnore]
    internal string Cursor { get; init; } = "";

    /// <summary>How many items come first, the rest only when these were handled; 0 for none.</summary>
    [JsonIgnore]
    internal int Canary { get; init; }

    /// <summary>How long the rest takes at the pace so far; null while that is unknown.</summary>
    public TimeSpan? TimeLeft => State == OperationState.Running && Done + Failed > 0 && ChangedAt > StartedAt && Total > Done + Failed
        ? (ChangedAt - StartedAt) / (Done + Failed) * (Total - Done - Failed)
        : null;
}

/// <summary>What an operation does.</summary>
public enum OperationKind
{
    /// <summary>Gives dead letters one more attempt each.</summary>
    Redrive,

    /// <summary>Marks dead letters as handled without handling them.</summary>
    Discard,

    /// <summary>Delivers archived events again.</summary>
    Replay,
}

/// <summary>An operation's state.</summary>
public enum OperationState
{
    /// <summary>A process works at it, or the next one that is free will.</summary>
    Running,

    /// <summary>All is done.</summary>
    Finished,

    /// <summary>An operator ended it; it can be resumed.</summary>
    Cancelled,

    /// <summary>It ended itself and says why; it can be resumed.</summary>
    Stopped,
}

/// <summary>An entry of the audit log: what an operator did.</summary>
/// <param name="Id">A UUIDv7: ids sort by time.</param>
/// <param name="At">When, UTC.</param>
/// <param name="Actor">Who.</param>
/// <param name="Action">What: <c>redrive</c>, <c>cancel</c>.</param>
/// <param name="Module">The module whose data it changed.</param>
/// <param name="Operation">The operation that it is part of.</param>
/// <param name="EventId">The event that it changed.</param>
/// <param name="Rule">The rule at which it changed the event.</param>
/// <param name="Before">The state before, JSON.</param>
/// <param name="After">The state after, JSON.</param>
public sealed record AuditLogEntry(
    Guid Id, DateTime At, string Actor, string Action, string Module, Guid? Operation, Guid? EventId, string? Rule, string? Before, string? After);
