namespace Shop.Bench.Peers;

/// <summary>The line that a run prints.</summary>
/// <param name="Store">The modules' store.</param>
/// <param name="Orders">How many orders were measured.</param>
/// <param name="Rate">Orders offered a second; 0 for the maximum.</param>
/// <param name="AcceptedPerSecond">Orders committed, until the last one was.</param>
/// <param name="MarkedPerSecond">Orders marked, until the last one was.</param>
/// <param name="CommitToHandlerMs">From the order's commit to the inventory's handler.</param>
/// <param name="CommitToMarkedMs">From the order's commit to the commit that marked it.</param>
/// <param name="QuietAfterMs">From the last mark until every event had left the outboxes.</param>
/// <param name="CommitsPerOrder">Transactions that the database counted; null for SQLite.</param>
/// <param name="WalBytesPerOrder">Bytes written ahead; null for SQLite.</param>
/// <param name="IdleStatementsPerSecond">
/// While nothing happens: counted as transactions, since an idle bus sends single statements only. Null when it was not watched.
/// </param>
/// <param name="ProcessorMicrosecondsPerOrder">Processor time of this process (app and load, not the database).</param>
/// <param name="AllocatedBytesPerOrder">Managed memory that this process took.</param>
internal sealed record PeersResult(
    string Store, int Orders, int Rate, double AcceptedPerSecond, double MarkedPerSecond, Percentiles CommitToHandlerMs, Percentiles CommitToMarkedMs,
    double QuietAfterMs, double? CommitsPerOrder, double? WalBytesPerOrder, double? IdleStatementsPerSecond, double ProcessorMicrosecondsPerOrder,
    double AllocatedBytesPerOrder);
