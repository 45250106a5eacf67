namespace Shop.EventBridge;

/// <summary>An SQS queue, encrypted and with long polling.</summary>
/// <param name="Id">Its name within the topology: <c>payments</c>, <c>payments_dlq</c>, <c>payments_fallback</c>.</param>
/// <param name="Name">Its name on AWS.</param>
/// <param name="Retention">How long a message stays.</param>
/// <param name="DeadLetters">Where SQS moves messages that are received too often; null for nowhere.</param>
/// <param name="FedBy">The rules that the queue's policy lets send to it.</param>
public sealed record QueueShape(string Id, string Name, TimeSpan Retention, QueueShape? DeadLetters, IReadOnlyList<RuleShape> FedBy)
{
    /// <summary>
    /// How often a message is received before SQS moves it to the dead-letter queue. The pump deletes a message once the module's database
    /// stores it, handled or pending, so only database outages and crashes count: the limit is high so that an outage makes no dead
    /// letters.
    /// </summary>
    public const int MaxReceives = 100;

    /// <summary>The visibility timeout; the pump extends it while it processes.</summary>
    public static readonly TimeSpan Visibility = TimeSpan.FromSeconds(30);

    /// <summary>How long a receive waits for messages: SQS's maximum.</summary>
    public static readonly TimeSpan ReceiveWait = TimeSpan.FromSeconds(20);

    /// <summary>A message keeps its age when SQS moves it to the dead-letter queue, so retention there must be longer.</summary>
    private static readonly TimeSpan InQueue = TimeSpan.FromDays(7);
    private static readonly TimeSpan InDeadLetters = TimeSpan.FromDays(14);

    internal static QueueShape Of(string module, TopologyNames names, IReadOnlyList<RuleShape> rules, QueueShape messages) =>
        new(module, names.QueueOf(module), InQueue, messages, rules);

    internal static QueueShape DeadLettersOf(string module, TopologyNames names, IReadOnlyList<RuleShape> rules) =>
        new(module + "_dlq", names.DeadLetterQueueOf(module), InDeadLetters, null, rules);

    internal static QueueShape FallbackOf(string module, TopologyNames names) =>
        new(module + "_fallback", names.FallbackQueueOf(module), InDeadLetters, null, []);
}
