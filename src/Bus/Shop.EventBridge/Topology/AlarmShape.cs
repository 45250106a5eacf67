namespace Shop.EventBridge;

/// <summary>
/// An alarm on a queue. It notifies the topic when the maximum over five minutes exceeds a threshold, and when it no longer does.
/// </summary>
/// <param name="Queue">The queue.</param>
/// <param name="About">What it watches: <c>depth</c>, <c>age</c>.</param>
/// <param name="Metric">CloudWatch's name of the metric.</param>
/// <param name="Above">The threshold; seconds for an age.</param>
/// <param name="Description">For the person on call.</param>
public sealed record AlarmShape(QueueShape Queue, string About, string Metric, int Above, string Description)
{
    /// <summary>The period of the maximum, in seconds.</summary>
    public const int Period = 300;

    private const int Behind = 300;             // seconds
    private const int NoData = 86_400;    // seconds

    /// <summary>Its name: <c>shop-payments-dlq-depth</c>.</summary>
    public string Name => TopologyNames.AlarmOf(Queue.Name, About);

    /// <summary>A module's alarms.</summary>
    public static IReadOnlyList<AlarmShape> Of(ModuleTopology module) =>
    [
        Depth(module.DeadLetters, $"EventBridge could not deliver events to {module.Module}; a process that hosts it stores them: `dlq list`."),
        Age(module.DeadLetters, NoData, $"The dead-letter queue of {module.Module} has had a message for more than a day."),
        Age(module.Queue, Behind, $"{module.Module} is more than five minutes behind, or is not running."),
        Depth(module.Fallback, $"EventBridge does not accept events of {module.Module}; they wait in the fallback queue."),
        Age(module.Fallback, Behind, $"Events of {module.Module} have waited in the fallback queue for more than five minutes."),
    ];

    private static AlarmShape Depth(QueueShape queue, string description) => new(queue, "depth", "ApproximateNumberOfMessagesVisible", 0, description);

    private static AlarmShape Age(QueueShape queue, int above, string description) => new(queue, "age", "ApproximateAgeOfOldestMessage", above, description);
}
