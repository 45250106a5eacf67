using System.Data.Common;

namespace Shop.Messaging.Storage;

/// <summary>What became of one event at one rule.</summary>
public enum InboxState
{
    /// <summary>The rule's handler has committed, or an operator has discarded the message; a duplicate is dropped.</summary>
    Handled,

    /// <summary>An attempt failed, or an operator redrove the message; the next attempt is due at a known time, or runs under a lease.</summary>
    Pending,

    /// <summary>Its first external call is in flight, until its lease ends.</summary>
    Calling,

    /// <summary>Its retry policy is spent, or a retry cannot help.</summary>
    DeadLettered,
}

/// <summary>A row of the inbox: one event for one rule. All but a handled one store the event.</summary>
internal sealed record InboxRow(Guid EventId, string Rule, InboxState State, int Attempts)
{
    /// <summary>The columns that <see cref="Read"/> reads.</summary>
    public const string Columns =
        "inbox.event_id, inbox.rule, inbox.state, inbox.attempts, inbox.envelope, inbox.handled_at, inbox.next_attempt_at, inbox.dead_lettered_at, "
        + "inbox.leased_until, inbox.error, inbox.prepared";

    /// <summary>The event as it arrived, JSON; null when handled.</summary>
    public string? Envelope { get; init; }

    /// <summary>When it was handled, UTC.</summary>
    public DateTime? HandledAt { get; init; }

    /// <summary>When the next attempt is due, UTC.</summary>
    public DateTime? NextAttemptAt { get; init; }

    /// <summary>When it became a dead letter, UTC.</summary>
    public DateTime? DeadLetteredAt { get; init; }

    /// <summary>While a process works at it: when another may claim it, UTC.</summary>
    public DateTime? LeasedUntil { get; init; }

    /// <summary>The last attempt's error; null while none has failed.</summary>
    public string? Error { get; init; }

    /// <summary>For an external call: whether its preparation is committed.</summary>
    public bool IsPrepared { get; init; }

    public static InboxRow Read(DbDataReader row) => new(row.GetGuid(0), row.GetString(1), StateOf(row.GetString(2)), row.GetInt32(3))
    {
        Envelope = row.TextOrNull(4), HandledAt = row.UtcOrNull(5), NextAttemptAt = row.UtcOrNull(6), DeadLetteredAt = row.UtcOrNull(7),
        LeasedUntil = row.UtcOrNull(8), Error = row.TextOrNull(9), IsPrepared = row.GetBoolean(10),
    };

    private static InboxState StateOf(string state) => state switch
    {
        "handled" => InboxState.Handled,
        "pending" => InboxState.Pending,
        "calling" => InboxState.Calling,
        _ => InboxState.DeadLettered,
    };
}
