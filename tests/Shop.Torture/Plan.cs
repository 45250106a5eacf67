
namespace Shop.Torture;

/// <summary>A run's duration, load and faults; a rate is a mean per minute.</summary>
internal sealed record Plan
{
    public required string Name { get; init; }

    public required StoreKind Store { get; init; }

    public int Seed { get; init; } = 20261125;

    /// <summary>Processes of the shop at the start; those with the same modules share a database, but SQLite belongs to one.</summary>
    public int Processes { get; init; } = 1;

    /// <summary>Modules that each have their own process and database, over EventBridge and SQS.</summary>
    public IReadOnlyList<string> Apart { get; init; } = [];

    /// <summary>How often AWS fails, if it is used.</summary>
    public Weather Weather { get; init; } = new();

    /// <summary>The order at which the module is extracted; null if it is remote from the start.</summary>
    public int? LeavesAt { get; init; }

    /// <summary>How many orders are placed before it moves back.</summary>
    public int StaysFor { get; init; }

    public int Customers { get; init; } = 12;

    /// <summary>Whether some orders also need time, a deadline or an operator.</summary>
    public bool Troubled { get; init; } = true;

    public double OrdersASecond { get; init; } = 15;

    /// <summary>The most orders; then the storm is over too.</summary>
    public int Orders { get; init; } = int.MaxValue;

    public TimeSpan Storm { get; init; } = TimeSpan.FromHours(1);

    /// <summary>kill -9 from outside, at any moment.</summary>
    public double Kills { get; init; }

    /// <summary>kill -9 of each process in turn at the placing of this many orders, drawn from all of them.</summary>
    public int KillsAtOrders { get; init; }

    /// <summary>Whether processes also kill themselves at failpoints, one after the other.</summary>
    public bool FailPoints { get; init; }

    public double DatabaseCrashes { get; init; }

    public double BackendKills { get; init; }

    /// <summary>Connections dropped, stalled, half-opened, or cut during a response.</summary>
    public double ConnectionFaults { get; init; }

    /// <summary>The faults inside each process.</summary>
    public Torments Within { get; init; } = new();

    /// <summary>Whether an operator redrives, replays, cancels and resumes meanwhile.</summary>
    public bool Operator { get; init; }

    /// <summary>Whether a session idles in its transaction all the time.</summary>
    public bool HeldHorizon { get; init; }

    /// <summary>
    /// Whether shipments move within seconds, so that an order ends when it is delivered; otherwise it ends when it is confirmed.
    /// </summary>
    public bool Parcels { get; init; } = true;

    /// <summary>How long an order waits for stock, review or payment.</summary>
    public TimeSpan Deadline { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>How long the shop may take to become idle after the storm.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromMinutes(3);

    /// <summary>A known bug that is switched on.</summary>
    public Mutant? Mutant { get; init; }

    /// <summary>A storm that has not had its required faults continues for at most this many times its length.</summary>
    public double Longest { get; init; } = 1.5;

    /// <summary>The faults required before the storm may end; limited by <see cref="Longest"/>.</summary>
    public IReadOnlyDictionary<string, int> AtLeast { get; init; } = new Dictionary<string, int>();

    private static Torments Everything { get; } = new()
    {
        Duplicates = 0.05, Delays = 0.05, SlowCommits = 0.001, Slow = Street.Lease * 1.5, StrangersEvery = TimeSpan.FromMilliseconds(300),
    };

    /// <summary>All faults, for as long as the build has time.</summary>
    public static Plan Short(StoreKind store) => On(store, new Plan
    {
        Name = "short", Store = store, Storm = TimeSpan.FromSeconds(store == StoreKind.Postgres ? 35 : 25),
        Kills = 10, FailPoints = true, DatabaseCrashes = 4, BackendKills = 30, ConnectionFaults = 90, Deadline = TimeSpan.FromSeconds(10),
        Within = Everything, Operator = true, HeldHorizon = true,
        AtLeast = new Dictionary<string, int> { [Tallied.Kills] = 5, [Tallied.Orders] = 50 },
    });

    /// <summary>All faults, ten minutes.</summary>
    public static Plan Long(StoreKind store) => On(store, new Plan
    {
        Name = "long", Store = store, Storm = TimeSpan.FromMinutes(10),
        Kills = 40, FailPoints = true, DatabaseCrashes = 3.5, BackendKills = 10, ConnectionFaults = 80,
        Within = Everything, Operator = true, HeldHorizon = true,
        AtLeast = store == StoreKind.Postgres
            ? new Dictionary<string, int> { [Tallied.Kills] = 200, [Tallied.Crashes] = 30, [Tallied.Connections] = 500 }
            : new Dictionary<string, int> { [Tallied.Kills] = 200 },
    });

    /// <summary>kill -9 fifty times while two thousand orders are placed, and nothing else.</summary>
    public static Plan FiftyKills(StoreKind store) => new()
    {
        Name = "kills", Store = store, Customers = 16, OrdersASecond = 1000, Orders = 2000, KillsAtOrders = 50,
        AtLeast = new Dictionary<string, int> { [Tallied.Kills] = 50 },
    };

    /// <summary>
    /// Payments and Inventory in a process each, and kill -9 of each of the three in turn while two thousand orders are placed.
    /// </summary>
    public static Plan ThreeProcesses(StoreKind store) => FiftyKills(store) with
    {
        Name = "apart", Apart = ["payments", "inventory"], Processes = 3, Weather = new Weather { Twice = 0.05, Late = 0.05 },
    };

    /// <summary>Payments moves out while orders are placed, and back.</summary>
    public static Plan OutAndBack(StoreKind store) => new()
    {
        Name = "moves", Store = store, Apart = ["payments"], Troubled = false, Deadline = TimeSpan.FromMinutes(10),
        OrdersASecond = 20, LeavesAt = 40, StaysFor = 80, Storm = TimeSpan.FromSeconds(5), Longest = 60,
        AtLeast = new Dictionary<string, int> { [Tallied.Moves] = 2, [Tallied.Afterwards] = 40 },
    };

    /// <summary>The same faults with EventBridge and SQS between Payments and the rest, which fail too.</summary>
    public Plan OverEventBridge() => this with
    {
        Apart = ["payments"], Processes = 2, Deadline = TimeSpan.FromSeconds(20), Weather = new Weather { Puts = 0.1, Queues = 0.02, Twice = 0.05, Late = 0.05, Outages = 2 },
    };

    /// <summary>A short run with a known bug, which must not pass.</summary>
    public static Plan With(Mutant mutant) => Short(StoreKind.Postgres) with { Name = "mutants", Mutant = mutant, Patience = TimeSpan.FromSeconds(60) };

    /// <summary>One process, few orders, and one fault after the other: measures the time to the first effect after each.</summary>
    public static Plan Recovery(StoreKind store) => new()
    {
        Name = "recovery", Store = store, Storm = TimeSpan.FromSeconds(100), OrdersASecond = 20, Kills = 12, Parcels = false,
        DatabaseCrashes = store == StoreKind.Postgres ? 8 : 0,
    };

    /// <summary>A file has one process and no server, so there is no proxy.</summary>
    private static Plan On(StoreKind store, Plan plan) => store == StoreKind.Postgres
        ? plan with { Processes = 2 }
        : plan with { DatabaseCrashes = 0, BackendKills = 0, ConnectionFaults = 0, Kills = 1.5 * plan.Kills };
}

/// <summary>The counters that a plan can require.</summary>
internal static class Tallied
{
    public const string Kills = "kill -9 of a process";
    public const string Crashes = "crashes of the database";
    public const string Connections = "connections harmed";
    public const string Orders = "orders taken";
    public const string Moves = "moves of a module, out or back";
    public const string Afterwards = "orders placed with the module back";
}
