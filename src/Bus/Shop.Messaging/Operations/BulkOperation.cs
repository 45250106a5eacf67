using System.Text.Json;
using System.Text.Json.Serialization;

namespace Shop.Messaging;

/// <summary>Long work that somebody set going: it is a row of the module whose letters or archive it works through, and outlives the process.</summary>
/// <param name="Id">A UUIDv7: ids sort by time.</param>
/// <param name="Module">Whose letters or archive.</param>
/// <param name="Kind">What is done.</param>
/// <param name="State">How it stands.</param>
/// <param name="Filter">To what, JSON.</param>
/// <param name="Actor">Who set it going.</param>
/// <param name="Rate">A second at the most; null for as fast as it goes.</param>
/// <param name="Total">How many there were to do when it began.</param>
/// <param name="Done">How many are done.</param>
/// <param name="Failed">How many could not be done.</param>
/// <param name="Reason">Why it stopped.</param>
/// <param name="StartedAt">When it began, UTC.</param>
/// <param name="ChangedAt">When it last went on, UTC.</param>
/// <param name="EndedAt">When it ended, UTC.</param>
public sealed record BulkOperation(
    Guid Id, string Module, OperationKind Kind, OperationState State, string Filter, string Actor, int? Rate, long Total, long Done, long Failed,
    string? Reason, DateTime StartedAt, DateTime ChangedAt, DateTime? EndedAt)
{
    /// <summary>The last that is done: where it goes on.</summary>
    [JsonIgnore]
    internal string Cursor { get; init; } = "";

    /// <summary>So many first, and the rest when these were heard; 0 when there is nothing to wait for.</summary>
    [JsonIgnore]
    internal int Canary { get; init; }

    /// <summary>How long the rest takes at the pace so far; null while that cannot be told.</summary>
    public TimeSpan? TimeLeft => State == OperationState.Running && Done + Failed > 0 && ChangedAt > StartedAt && Total > Done + Failed
        ? (ChangedAt - StartedAt) / (Done + Failed) * (Total - Done - Failed)
        : null;
}

/// <summary>What is done.</summary>
public enum OperationKind
{
    /// <summary>Dead letters get one more try.</summary>
    Redrive,

    /// <summary>Dead letters are marked as never to be handled.</summary>
    Discard,

    /// <summary>Archived events are heard again.</summary>
    Replay,
}

/// <summary>How an operation stands.</summary>
public enum OperationState
{
    /// <summary>At work, or taken up again as soon as a process is there for it.</summary>
    Running,

    /// <summary>All is done.</summary>
    Finished,

    /// <summary>Somebody ended it; it can be resumed.</summary>
    Cancelled,

    /// <summary>It ended itself, and says why; it can be resumed.</summary>
    Stopped,
}

/// <summary>Who does it, and how fast.</summary>
/// <param name="Actor">Who; kept in the trail.</param>
/// <param name="Rate">A second at the most, 1 or more; null for as fast as it goes.</param>
/// <param name="Canary">So many first, and the rest only when these were heard; 0 for all at once.</param>
public sealed record BulkOptions(string Actor, int? Rate = null, int Canary = 0);

/// <summary>What is asked for cannot be done, for a reason that the asker can mend; nothing was changed.</summary>
/// <param name="message">What, and what to ask for instead.</param>
public sealed class OperationRejectedException(string message) : Exception(message);

internal static class OperationFilter
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web) { DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull };

    public static string Json<T>(T filter) => JsonSerializer.Serialize(filter, Options);

    public static T Read<T>(string json) => JsonSerializer.Deserialize<T>(json, Options) ?? throw new JsonException("The operation's filter is null.");
}
