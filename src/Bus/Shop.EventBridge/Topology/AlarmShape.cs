namespace Shop.EventBridge;

/// <summary>An alarm about a queue: the topic is told when the highest value of five minutes is above a bound, and when it is not any more.</summary>
/// <param name="Queue">The queue.</param>
/// <param name="About">What it looks at: <c>depth</c>, <c>age</c>.</param>
/// <param name="Metric">The same as CloudWatch names it.</param>
/// <param name="Above">The bound; seconds for an age.</param>
/// <param name="Description">For whoever is woken.</param>
public sealed record AlarmShape(QueueShape Queue, string About, string Metric, int Above, string Description)
{
    /// <summary>How long a value is the highest of, in seconds.</summary>
    public const int Period = 300;

    private const int Behind = 300;             // seconds
    private const int NoData = 86_400;    // seconds

    /// <summary>Its name: <c>shop-payments-dlq-depth</c>.</summary>
    public string Name => TopologyNames.AlarmOf(Queue.Name, About);

    /// <summary>A module's alarms.</summary>
    public static IReadOnlyList<AlarmShape> Of(ModuleTopology module) =>
    [
        Depth(module.DeadLetters, $"Events could not be brought to {module.Module}; a process that hosts it takes them into `dlq list`."),
        Age(module.DeadLetters, NoData, $"Nobody has looked after the dead letters of {module.Module} for a day."),
        Age(module.Queue, Behind, $"{module.Module} is more than five minutes behind, or does not run."),
        Depth(module.Fallback, $"EventBridge does not take what {module.Module} says; it waits in the fallback queue."),
        Age(module.Fallback, Behind, $"What {module.Module} says has waited in the fallback queue for more than five minutes."),
    ];

    private static AlarmShape Depth(QueueShape queue, string description) => new(queue, "depth", "ApproximateNumberOfMessagesVisible", 0, description);

    private static AlarmShape Age(QueueShape queue, int above, string description) => new(queue, "age", "ApproximateAgeOfOldestMessage", above, description);
}
