using System.Runtime.CompilerServices;
using Shop.Events;

namespace Shop.Simulation;

/// <summary>One run: nodes, database and shoppers of a seed, the faults of its weather, and the result.</summary>
internal sealed class World
{
    public const int OpeningStock = 10;

    // After the storm the system must recover within this time, by itself.
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(30);

    private static readonly string[] Poisonable = ["reserve-stock", "charge-order", "advance-on-payment", "advance-on-reserved", "review-large-orders"];

    private readonly ConditionalWeakTable<Envelope, object> _transportIds = [];
    private readonly string? _poisonedRule;
    private readonly Dictionary<Guid, IReadOnlyList<Rule>> _matching = [];
    private long _ids;

    public World(int seed, Mutant mutant = Mutant.None)
    {
        (Seed, Mutant, Scheduler) = (seed, mutant, new Scheduler(seed));
        Weather = Weather.Draw(Scheduler.Chance);
        Ledger = new Ledger(Weather);
        Server = new Server(Scheduler, Weather, mutant, Ledger) { HorizonHeld = Weather.Hanging };
        Databases = Declared.Modules.ToDictionary(module => module.Name, module => new Database(module.Name, Server));
        Databases["inventory"].Rows["shelf/" + Shoppers.Product] = new StoredRow(new Shelf { Available = OpeningStock }, 1);
        Databases["catalog"].Rows["shown/" + Shoppers.Product] = new StoredRow(new Shelf { Available = OpeningStock }, 1);
        (Gateway, Handlers, Shoppers) = (new Gateway(this), new Handlers(this), new Shoppers(this));
        _poisonedRule = Weather.Poison ? Poisonable[Scheduler.Chance.Next(Poisonable.Length)] : null;
    }

    public int Seed { get; }

    public Mutant Mutant { get; }

    public Scheduler Scheduler { get; }

    public Weather Weather { get; }

    public Ledger Ledger { get; }

    public Server Server { get; }

    public IReadOnlyDictionary<string, Database> Databases { get; }

    public Gateway Gateway { get; }

    public Handlers Handlers { get; }

    public Shoppers Shoppers { get; }

    public List<Node> Nodes { get; } = [];

    public long NextId() => ++_ids;

    public Node? AnyNode() => Nodes.Count == 0 ? null : Nodes[Scheduler.Chance.Next(Nodes.Count)];

    /// <summary>The second order's messages cannot be read by one rule.</summary>
    public bool IsPoisoned(InboxMessage message) =>
        message.Rule.Name == _poisonedRule && message.Envelope.Metadata.Subject.StartsWith("ORD-1-", StringComparison.Ordinal);

    /// <summary>The inbox's key of a delivered message, for the mutant that takes the transport's id for the event's.</summary>
    public (Guid, string) TransportKeyOf(InboxMessage message) =>
        _transportIds.TryGetValue(message.Envelope, out var id) ? ((Guid)id, message.Rule.Name) : message.Key;

    /// <summary>The rules that match an event, by the modules' own patterns; matched once an event.</summary>
    public IReadOnlyList<Rule> Matching(Envelope envelope)
    {
        if (!_matching.TryGetValue(envelope.Metadata.EventId, out var rules))
            _matching[envelope.Metadata.EventId] = rules = Declared.Matching(envelope.Json);
        return rules;
    }

    /// <summary>EventBridge gives each delivery an id of its own.</summary>
    public void StampTransportId(Envelope envelope)
    {
        if (Mutant == Mutant.DedupByTransportId)
            _transportIds.TryAdd(envelope, Transaction.Id(NextId()));
    }

    /// <summary>Runs the storm, waits until the system is idle, and checks the invariants.</summary>
    /// <returns>The faults; empty if there are none.</returns>
    public IReadOnlyList<string> Run()
    {
        for (var i = 0; i < Weather.Nodes; i++)
            Start();
        Shoppers.Begin(orders: Scheduler.Chance.Next(2, 5));
        Brew();
        Scheduler.Run(() => false, Weather.Storm);
        Server.Storm = false;
        Scheduler.Run(Every(100, IsQuiet), Patience);
        if (Weather.Hanging)
            LetGo();
        new Verdict(this).Judge();
        if (Scheduler.Broken is { } broken)
            Ledger.Fault($"An actor broke: {broken}");
        return Ledger.Faults;
    }

    /// <summary>While one commit hangs and a session idles, everything else must become idle; then those two end too.</summary>
    private void LetGo()
    {
        if (!IsQuiet())
            Ledger.Fault("Others are stuck while a commit hangs and a session idles in its transaction.");
        Server.HorizonHeld = false;
        foreach (var hanging in Server.Open.Where(open => open.Hangs).ToList())
            hanging.Apply();
        Shoppers.Hanging.Clear();
        Scheduler.Run(Every(100, IsQuiet), Patience);
    }

    private void Start()
    {
        var wrongBy = Weather.WrongClocks ? TimeSpan.FromMinutes(Scheduler.Chance.Next(-25, 26)) : TimeSpan.Zero;
        Nodes.Add(new Node(this, wrongBy));
    }

    /// <summary>Sets the times of kills and crashes.</summary>
    private void Brew()
    {
        for (var i = 0; i < Weather.Kills; i++)
            Scheduler.Later(Server.Life, Scheduler.Within(Weather.Storm), Kill);
        for (var i = 0; i < Weather.DatabaseCrashes; i++)
            Scheduler.Later(Server.Life, Scheduler.Within(Weather.Storm), () => Server.Crash(Scheduler.Within(TimeSpan.FromSeconds(3))));
    }

    private void Kill()
    {
        if (AnyNode() is not { } victim)
            return;
        Nodes.Remove(victim);
        victim.Kill();
        Scheduler.Later(Server.Life, Scheduler.Within(TimeSpan.FromSeconds(3)), Start);
    }

    private bool IsQuiet() =>
        Shoppers.AreDone && Nodes.Count == Weather.Nodes
        && Databases.Values.All(database => database.Outbox.Count == 0 && !database.Inbox.Values.Any(entry => entry.IsOpen))
        && Nodes.All(node => node.Stations.Values.All(station => station.IsIdle) && node.Bus.Activity.InFlight == 0)
        && Server.Open.All(open => open.Hangs || open.WaitsFor is { Hangs: true });

    private static Func<bool> Every(int turns, Func<bool> holds)
    {
        var turn = 0;
        return () => ++turn % turns == 0 && holds();
    }
}
