namespace Shop.EventBridge;

/// <summary>A queue of SQS, encrypted and polled long.</summary>
/// <param name="Id">What it is called within the shop: <c>payments</c>, <c>payments_dlq</c>, <c>payments_fallback</c>.</param>
/// <param name="Name">What it is called on AWS.</param>
/// <param name="Retention">How long a message stays.</param>
/// <param name="DeadLetters">Where a message goes that is received too often; null for nowhere.</param>
/// <param name="FedBy">The rules that may put events into it, and nobody else by the queue's own policy.</param>
public sealed record QueueShape(string Id, string Name, TimeSpan Retention, QueueShape? DeadLetters, IReadOnlyList<RuleShape> FedBy)
{
    /// <summary>
    /// How often a message is received before it is dead. The pump deletes a message once the module's database has it, heard or to be tried
    /// again, so this only counts the times that the database could not be reached or the process died: high, so that an outage kills nothing.
    /// </summary>
    public const int MaxReceives = 100;

    /// <summary>How long a received message is out of sight; the pump prolongs it while it works.</summary>
    public static readonly TimeSpan Visibility = TimeSpan.FromSeconds(30);

    /// <summary>How long a receive waits for messages: the longest that SQS has.</summary>
    public static readonly TimeSpan ReceiveWait = TimeSpan.FromSeconds(20);

    /// <summary>A message's age counts on from the queue into its dead-letter queue: there it must be allowed to become older.</summary>
    private static readonly TimeSpan InQueue = TimeSpan.FromDays(7);
    private static readonly TimeSpan InDeadLetters = TimeSpan.FromDays(14);

    internal static QueueShape Of(string module, TopologyNames names, IReadOnlyList<RuleShape> rules, QueueShape messages) =>
        new(module, names.QueueOf(module), InQueue, messages, rules);

    internal static QueueShape DeadLettersOf(string module, TopologyNames names, IReadOnlyList<RuleShape> rules) =>
        new(module + "_dlq", names.DeadLetterQueueOf(module), InDeadLetters, null, rules);

    internal static QueueShape FallbackOf(string module, TopologyNames names) => new(module + "_fallback", names.FallbackQueueOf(module), InDeadLetters, null, []);
}
