using Shop.Host.Hosting;
using Shop.Testing;

namespace Shop.Torture;

/// <summary>EventBridge and SQS between the shop's processes, failing in the ways in which AWS does, as often as the plan says.</summary>
internal sealed class TroubledAws : IAsyncDisposable
{
    private static readonly TimeSpan LongestDelay = TimeSpan.FromSeconds(3), LongestOutage = TimeSpan.FromSeconds(6);

    private readonly FakeAws _aws;
    private readonly Tally _tally;
    private readonly Random _chance;
    private readonly Lock _lock = new();
    private Weather _weather;
    private DateTime _awayUntil = DateTime.MinValue;

    private TroubledAws(FakeAws aws, Plan plan, Tally tally)
    {
        (_aws, _tally, _weather, _chance) = (aws, tally, plan.Weather, new Random(plan.Seed));
        aws.Serve(ShopModules.Declared());
        aws.Events.EachFault = Next;
        foreach (var queue in aws.Queues.Values)
        {
            queue.GivesTwice = () => Happens(_weather.Twice, "messages given out twice");
            queue.Holds = () => Happens(_weather.Late, "messages that came late") ? LongestDelay * Drawn() : TimeSpan.Zero;
            queue.Fails = () => Happens(_weather.Queues, "calls to queues that failed");
        }
    }

    /// <returns>Null if no module of the plan is ever remote.</returns>
    public static async Task<TroubledAws?> Start(Plan plan, Tally tally) => plan.Apart.Count == 0 ? null : new TroubledAws(await FakeAws.Start(), plan, tally);

    /// <summary>Settings that direct a process here, with short waits.</summary>
    public IReadOnlyList<KeyValuePair<string, string?>> Settings =>
    [
        .. _aws.Settings,
        new("Bus:Aws:RetryDelay", "00:00:00.020"), new("Bus:Aws:MaxRetryDelay", "00:00:00.500"), new("Bus:Aws:CallTimeout", "00:00:01"),
        new("Bus:Aws:RetryDuration", "00:00:02"), new("Bus:Aws:DrainInterval", "00:00:01"), new("Bus:Aws:VisibilityTimeout", "00:00:03"),
    ];

    /// <summary>How many events EventBridge has accepted so far.</summary>
    public long Accepted => _aws.Events.Accepted;

    /// <summary>Whether all queues are empty.</summary>
    public bool IsEmpty => _aws.Queues.Values.All(queue => queue.Count == 0);

    /// <summary>EventBridge accepts nothing for some seconds.</summary>
    public void GoAway()
    {
        _tally.Count("outages of EventBridge");
        _awayUntil = DateTime.UtcNow + LongestOutage * Drawn();
    }

    /// <summary>Ends all faults.</summary>
    public void Rest() => (_weather, _awayUntil) = (new Weather(), DateTime.MinValue);

    private PutEventsFault? Next()
    {
        if (DateTime.UtcNow < _awayUntil)
            return new PutEventsFault { Status = 503, Code = "ServiceUnavailable" };
        if (!Happens(_weather.Puts))
            return null;
        var (name, fault) = Drawn(8) switch
        {
            0 => ("failed in part", new PutEventsFault { CodeOf = _ => Happens(0.5) ? "InternalFailure" : null }),
            1 => ("throttled in part", new PutEventsFault { CodeOf = _ => Happens(0.5) ? "ThrottlingException" : null }),
            2 => ("refused one event for good", new PutEventsFault { CodeOf = i => i == 0 ? "MalformedDetail" : null }),
            3 => ("throttled", PutEventsFault.Throttled),
            4 => ("failed", new PutEventsFault { Status = 500 }),
            5 => ("failed after they were accepted", new PutEventsFault { Status = 500, AcceptsFirst = true }),
            6 => ("accepted and never answered", new PutEventsFault { Hangs = true }),
            _ => ("accepted and answered with nonsense", new PutEventsFault { Garbage = "<html>" }),
        };
        _tally.Count($"calls of PutEvents: {name}");
        return fault;
    }

    private bool Happens(double share, string? what = null)
    {
        var happens = share > 0 && Drawn() < share;
        if (happens && what is not null)
            _tally.Count(what);
        return happens;
    }

    private double Drawn()
    {
        lock (_lock)
            return _chance.NextDouble();
    }

    private int Drawn(int of) => (int)(of * Drawn());

    public async ValueTask DisposeAsync()
    {
        _tally.Count("events taken by EventBridge", (int)Accepted);
        _tally.Expect(_aws.Forged == 0, () => $"{_aws.Forged} requests had a signature that does not fit.");
        await _aws.DisposeAsync();
    }
}
