using Shop.Events;

namespace Shop.Simulation;

/// <summary>A process that hosts every module, until it is killed.</summary>
internal sealed class Node
{
    private readonly TimeSpan _clockIsWrongBy;

    public Node(World world, TimeSpan clockIsWrongBy)
    {
        (World, _clockIsWrongBy) = (world, clockIsWrongBy);
        var options = new BusOptions
        {
            BatchSize = world.Scheduler.Chance.Next(2, 9), QueueCapacity = world.Weather.SmallQueues ? 4 : 1000, MaxConcurrentCalls = 3,
        };
        Bus = new BusRuntime(options, new Clock(this)) { Random = world.Scheduler.Chance, Timers = new Timers(world.Scheduler, Life) };
        Stations = world.Databases.Values.ToDictionary(database => database.Module, database => new Station(this, database));
        Answered = new Signal(world.Scheduler);
        var transport = new SimulatedTransport(this);
        foreach (var station in Stations.Values)
            station.Start(transport);
    }

    public World World { get; }

    public Life Life { get; } = new();

    public BusRuntime Bus { get; }

    public IReadOnlyDictionary<string, Station> Stations { get; }

    /// <summary>Set when a request has its response, and when the process ends.</summary>
    public Signal Answered { get; }

    /// <summary>The clock of leases: the database's, unless a mutant uses the node's own.</summary>
    public DateTime LeaseNow => World.Mutant == Mutant.AppClockLease ? World.Scheduler.Now + _clockIsWrongBy : World.Scheduler.Now;

    public void Kill()
    {
        Life.Over = true;
        World.Server.Disconnect(Life);
        Answered.Ring();
    }

    /// <summary>The outbox row of an event, as a module writes it; its id sorts by time.</summary>
    public OutboxRow Write(IEvent published, Envelope? causedBy)
    {
        var id = Transaction.Id(World.NextId());
        var contract = EventContract.Of(published.GetType());
        var metadata = new EventMetadata(
            id, published.Subject, causedBy?.Metadata.EventId, contract.Version, published.Subject, Bus.Clock.GetUtcNow().UtcDateTime, null);
        return new OutboxRow
        {
            Id = id, DetailType = contract.DetailType, Subject = published.Subject, CorrelationId = published.Subject,
            Envelope = Bus.Writer.Write(published, metadata),
        };
    }

    private sealed class Clock(Node node) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => node.World.Scheduler.GetUtcNow() + node._clockIsWrongBy;
    }
}
