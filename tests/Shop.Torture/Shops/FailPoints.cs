namespace Shop.Torture;

/// <summary>Gives each starting process the next failpoint to die at, until all have been used; then from the first again.</summary>
internal sealed class FailPoints(Plan plan)
{
    /// <summary>Before and after each step of an event's life, and around the compensation of a failed order.</summary>
    public static readonly IReadOnlyList<string> All =
    [
        .. from step in (string[])["append", "commit", "carry", "mark", "inbox insert", "handler commit", "call charge-order", "handle release-stock", "handle cancel-payment", "handle stop-shipment", "call issue-refund"]
           from when in (string[])["before", "after"]
           select $"{when} {step}",
    ];

    private readonly Random _chance = new(plan.Seed);
    private readonly Queue<string> _toDo = new(All);
    private readonly Lock _lock = new();
    private int _lives;

    /// <summary>Whether processes still die at failpoints.</summary>
    public bool Storm { get; set; } = true;

    public Torments Next()
    {
        lock (_lock)
        {
            var torments = plan.Within with { Seed = plan.Seed + ++_lives };
            if (!Storm)
                return torments with { SlowCommits = 0, StrangersEvery = TimeSpan.Zero };
            // The first processes live, so that the shop starts once.
            if (!plan.FailPoints || _lives <= plan.Processes)
                return torments;
            if (_toDo.Count == 0)
                foreach (var point in All)
                    _toDo.Enqueue(point);
            var dieAt = _toDo.Dequeue();
            return torments with { DieAt = dieAt, OnPass = _chance.Next(1, IsRare(dieAt) ? 3 : 15) };
        }
    }

    /// <summary>Returns its failpoint for another process.</summary>
    public void Outlived(Torments torments)
    {
        if (torments.DieAt is { } point)
            lock (_lock)
                _toDo.Enqueue(point);
    }

    private static bool IsRare(string point) => point.Contains('-', StringComparison.Ordinal);
}
