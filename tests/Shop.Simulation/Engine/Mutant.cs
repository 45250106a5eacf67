namespace Shop.Simulation;

/// <summary>A bug that somebody had, switched on in the model. The suite must see each.</summary>
internal enum Mutant
{
    /// <summary>None: the bus as it is.</summary>
    None,

    /// <summary>The outbox is read by <c>id &gt; last</c>: what commits late with a smaller id is never seen.</summary>
    NaiveCursor,

    /// <summary>The outbox is read by transaction id below the oldest open transaction: one idle session stops it.</summary>
    XidOrder,

    /// <summary>Two workers a lane, kept apart by SKIP LOCKED alone: a subject's events overtake each other.</summary>
    SkipLockedOnly,

    /// <summary>An event leaves the outbox before it is carried.</summary>
    MarkFirst,

    /// <summary>Nothing remembers what was heard.</summary>
    NoInbox,

    /// <summary>The inbox's tick commits before the handler's transaction begins.</summary>
    InboxInItsOwnTransaction,

    /// <summary>Handlers take the step that an event asks for, whatever state the order is in and however late the event is.</summary>
    NoGate,

    /// <summary>Whoever comes back from a lease that has ended still writes.</summary>
    NoFencing,

    /// <summary>Leases are judged by the node's own clock.</summary>
    AppClockLease,

    /// <summary>NOTIFY inside the business transaction: commits pass one by one.</summary>
    NotifyInTransaction,

    /// <summary>The inbox's key is EventBridge's <c>id</c>, which is new with each delivery.</summary>
    DedupByTransportId,

    /// <summary>When one letter of a batch fails, all of them are kept as failed.</summary>
    RetryAllOnPartialFailure,
}
