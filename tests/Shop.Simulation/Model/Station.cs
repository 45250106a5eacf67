using Microsoft.Extensions.Logging.Abstractions;
using Shop.Messaging;

namespace Shop.Simulation;

/// <summary>
/// A module on a node: the product's own <see cref="Relay"/> on the modelled database, and the lane and the loops that keep it going.
/// </summary>
internal sealed class Station
{
    private static readonly TimeSpan SweepInterval = TimeSpan.FromSeconds(30);

    private readonly List<Delivered> _lane = [];
    private readonly SimulatedWorker _worker;
    private readonly Signal _arrived;
    private bool _sweeping, _archiveSoon;

    public Station(Node node, Database database)
    {
        (Node, Database) = (node, database);
        _worker = new SimulatedWorker(this);
        _arrived = new Signal(node.World.Scheduler);
        Relay = new OutboxRelay(new SimulatedStore(database, node, node.World.Mutant), node.Bus, NullLogger.Instance);
    }

    public Node Node { get; }

    public Database Database { get; }

    public OutboxRelay Relay { get; }

    public bool IsFull => _lane.Count >= Node.Bus.Options.QueueCapacity;

    public bool IsIdle => _lane.Count == 0;

    private Scheduler Scheduler => Node.World.Scheduler;

    private Mutant Mutant => Node.World.Mutant;

    public void Start(ITransport transport)
    {
        Relay.Start([transport]);
        Begin(() => Repeat(Sweep));
        Begin(() => Repeat(_worker.RetryDue));
        Begin(Deliver);
        if (Mutant == Mutant.SkipLockedOnly)
            Begin(Deliver);
    }

    public void Begin(Func<Task> actor) => Scheduler.Begin(Node.Life, actor);

    public void Add(Delivered delivered)
    {
        _lane.Add(delivered);
        _arrived.Ring();
    }

    /// <summary>Carries what has just been committed, from memory.</summary>
    public void HandOver(IReadOnlyCollection<OutboxRow> published)
    {
        if (published.Count == 0 || Mutant is Mutant.NaiveCursor or Mutant.XidOrder)
        {
            SweepSoon();
            return;
        }
        if (Mutant == Mutant.MarkFirst)
            Begin(() => MarkThenCarry(published));
        else
            Relay.Dispatch(published);
        ArchiveSoon();
    }

    /// <summary>Nobody knows whether these have committed.</summary>
    public void LookFor(IReadOnlyCollection<OutboxRow> published)
    {
        if (published.Count == 0 || Mutant is Mutant.NaiveCursor or Mutant.XidOrder)
            return;
        Relay.Recheck(published.Select(row => row.Id));
        SweepSoon();
    }

    private async Task MarkThenCarry(IReadOnlyCollection<OutboxRow> published)
    {
        await Database.Do(Node.Life, () => Database.MoveToArchive(published.Select(row => row.Id)));
        Relay.Dispatch(published);
    }

    public void SweepSoon() => Scheduler.Later(Node.Life, Scheduler.Within(TimeSpan.FromSeconds(1)), () => Begin(Sweep));

    /// <summary>Some time after an event has arrived everywhere, it leaves for the archive.</summary>
    public void ArchiveSoon()
    {
        if (_archiveSoon)
            return;
        _archiveSoon = true;
        Scheduler.Later(Node.Life, Scheduler.Within(Node.Bus.Options.ArchiveDelay), () => Begin(async () =>
        {
            _archiveSoon = false;
            await Relay.ArchiveAcknowledged();
        }));
    }

    private async Task Repeat(Func<Task> deed)
    {
        while (true)
        {
            await deed();
            await Scheduler.Sleep(Node.Life, Scheduler.Within(SweepInterval));
        }
    }

    private async Task Sweep()
    {
        if (_sweeping)
            return;
        _sweeping = true;
        try
        {
            await Relay.RunOnce(CancellationToken.None);
        }
        catch (ConnectionLost)
        {
            // The next sweep looks again.
        }
        _sweeping = false;
        ArchiveSoon();
    }

    private async Task Deliver()
    {
        while (true)
        {
            await Scheduler.Turn(Node.Life);
            while (_lane.Count == 0)
                await _arrived.Wait(Node.Life);
            var batch = _lane.Take(Node.Bus.Options.BatchSize).ToList();
            _lane.RemoveRange(0, batch.Count);
            await _worker.Handle([.. batch.SelectMany(delivered => delivered.Letters)]);
            foreach (var delivered in batch)
            {
                delivered.Parcel?.Acknowledge();
                delivered.Publisher.ArchiveSoon();
            }
        }
    }
}
