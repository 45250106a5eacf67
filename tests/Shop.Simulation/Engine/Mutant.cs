namespace Shop.Simulation;

/// <summary>A known bug, switched on in the model. The suite must find each.</summary>
internal enum Mutant
{
    /// <summary>None: the bus as it is.</summary>
    None,

    /// <summary>The outbox is read by <c>id &gt; last</c>: a late commit with a smaller id is never read.</summary>
    NaiveCursor,

    /// <summary>The outbox is read by transaction id below the oldest open transaction: one idle session stops it.</summary>
    XidOrder,

    /// <summary>Two processors per queue, separated only by SKIP LOCKED: a subject's events overtake each other.</summary>
    SkipLockedOnly,

    /// <summary>An event leaves the outbox before it is sent.</summary>
    MarkFirst,

    /// <summary>Nothing records handled messages.</summary>
    NoInbox,

    /// <summary>The inbox insert commits before the handler's transaction begins.</summary>
    InboxInItsOwnTransaction,

    /// <summary>Handlers make an event's transition in any state of the order and however late the event is.</summary>
    NoGate,

    /// <summary>A worker whose lease has ended still writes.</summary>
    NoFencing,

    /// <summary>Leases are judged by the node's own clock.</summary>
    AppClockLease,

    /// <summary>NOTIFY inside the business transaction: commits pass one by one.</summary>
    NotifyInTransaction,

    /// <summary>The inbox's key is EventBridge's <c>id</c>, which is new with each delivery.</summary>
    DedupByTransportId,

    /// <summary>When one message of a batch fails, all of them are recorded as failed.</summary>
    RetryAllOnPartialFailure,
}
