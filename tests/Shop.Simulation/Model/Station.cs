using Microsoft.Extensions.Logging.Abstractions;
using Shop.Events;

namespace Shop.Simulation;

/// <summary>
/// A module on a node: the product's own relay, inbox processor, retry scheduler and external calls over the modelled database, and the
/// queue that feeds them.
/// </summary>
internal sealed class Station : ICallInvoker, IRejectedEvents
{
    private readonly List<Delivered> _queue = [];
    private readonly InboxProcessor _processor;
    private readonly RetryScheduler _retries;
    private readonly ExternalCalls _calls;
    private readonly Signal _arrived;
    private bool _sweeping;

    public Station(Node node, Database database)
    {
        (Node, Database) = (node, database);
        _arrived = new Signal(node.World.Scheduler);
        Rules = new RuleBook(database.Module, Declared.RulesOf(database.Module));
        var inbox = new SimulatedInbox(this);
        _calls = new ExternalCalls(database.Module, this, node.Bus, new EventThrottle(), NullLogger.Instance);
        _retries = new RetryScheduler(inbox, Rules, _calls, node.Bus, NullLogger.Instance);
        _processor = new InboxProcessor(database.Module, inbox, new SimulatedHandling(this), _calls, _retries, node.Bus, NullLogger.Instance);
        Relay = new OutboxRelay(new SimulatedOutbox(database, node, node.World.Mutant), this, node.Bus, NullLogger.Instance);
    }

    public Node Node { get; }

    public Database Database { get; }

    public RuleBook Rules { get; }

    public OutboxRelay Relay { get; }

    /// <summary>The messages over which a handler or a call has failed: the product must record failures of these alone.</summary>
    public HashSet<(Guid, string)> Failed { get; } = [];

    public bool IsFull => _queue.Count >= Node.Bus.Options.QueueCapacity;

    public bool IsIdle => _queue.Count == 0;

    private Scheduler Scheduler => Node.World.Scheduler;

    private Mutant Mutant => Node.World.Mutant;

    private bool ReadsByCursor => Mutant is Mutant.NaiveCursor or Mutant.XidOrder;

    public void Start(ITransport transport)
    {
        Relay.Start([transport]);
        Begin(() => Relay.Run(CancellationToken.None));
        Begin(() => Relay.RunArchiving(CancellationToken.None));
        Begin(() => _retries.Run(_processor, CancellationToken.None, CancellationToken.None));
        Begin(() => _calls.Run(_processor, CancellationToken.None, CancellationToken.None));
        Begin(Deliver);
        if (Mutant == Mutant.SkipLockedOnly)
            Begin(Deliver);
    }

    private void Begin(Func<Task> actor) => Scheduler.Begin(Node.Life, actor);

    public void Add(Delivered delivered)
    {
        _queue.Add(delivered);
        _arrived.Ring();
    }

    private async Task Deliver()
    {
        while (true)
        {
            await Scheduler.Turn(Node.Life);
            while (_queue.Count == 0)
                await _arrived.Wait(Node.Life);
            var batch = _queue.Take(Node.Bus.Options.BatchSize).ToList();
            _queue.RemoveRange(0, batch.Count);
            await _processor.Process([.. batch.SelectMany(delivered => delivered.Messages)], CancellationToken.None);
            foreach (var delivered in batch)
                delivered.Outgoing?.Acknowledge();
        }
    }

    /// <summary>Sends what has just committed, from memory.</summary>
    public void Dispatch(IReadOnlyCollection<OutboxRow> published)
    {
        if (ReadsByCursor)
            SweepSoon();
        else if (Mutant == Mutant.MarkFirst && published.Count > 0)
            Begin(() => ArchiveThenDispatch(published));
        else
            Relay.Dispatch(published);
    }

    /// <summary>Whether these have committed is unknown.</summary>
    public void Recheck(IReadOnlyCollection<OutboxRow> published)
    {
        if (published.Count > 0 && !ReadsByCursor)
            Relay.Recheck(published.Select(row => row.Id));
    }

    private async Task ArchiveThenDispatch(IReadOnlyCollection<OutboxRow> published)
    {
        await Database.Do(Node.Life, () => Database.MoveToArchive(published.Select(row => row.Id)));
        Relay.Dispatch(published);
    }

    private void SweepSoon() => Scheduler.Later(Node.Life, Scheduler.Within(TimeSpan.FromSeconds(1)), () => Begin(Sweep));

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
            // The next sweep searches again.
        }
        _sweeping = false;
    }

    public Task<object?> Call(InboxMessage message, CancellationToken ct) => Node.World.Gateway.Ask(this, message);

    public Task StoreRejected(Envelope envelope, TransportRejectedException why, CancellationToken ct) =>
        throw new NotSupportedException("The simulated transport rejects nothing.");

    /// <summary>The inbox's key of a message: a mutant takes the id that the transport gave the delivery.</summary>
    public (Guid, string) KeyOf(InboxMessage message)
    {
        if (Mutant != Mutant.DedupByTransportId)
            return message.Key;
        if (!message.IsStored)
            return Node.World.TransportKeyOf(message);
        var stored = Database.Inbox.FirstOrDefault(row => row.Value.IsOpen && row.Value.Message!.Key == message.Key && row.Value.Message.Attempts == message.Attempts);
        return stored.Value is null ? message.Key : stored.Key;
    }

    /// <summary>The fence: a process that was late finds another number of attempts, or a finished message.</summary>
    public bool MayFinish(InboxEntry known, int attempts) => Mutant == Mutant.NoFencing || known.IsOpen && known.Message!.Attempts == attempts;
}
