using System.Collections.Concurrent;
using System.Threading.Channels;
using Microsoft.Extensions.Logging;
using Shop.Events;

namespace Shop.Messaging;

/// <summary>
/// Takes a module's published events to the carriers: woken by the commit, with what is still in memory. A slow sweep finds what a crash
/// or a full lane left in the outbox. When all who should have an event hold it, it leaves for the archive, many in one transaction.
/// </summary>
internal sealed partial class OutboxRelay(ModuleStore store, BusRuntime bus, ILogger logger, InboxProcessor? worker = null) : ISendObserver
{
    private readonly ConcurrentDictionary<Guid, OutgoingEvent> _inFlight = new();
    private readonly Channel<Guid> _acknowledged = Channel.CreateUnbounded<Guid>();
    private IReadOnlyList<ITransport>? _transports;
    private readonly ConcurrentQueue<Guid> _deferred = new();
    private readonly AsyncSignal _capacity = new();
    private volatile bool _waitsForCapacity;

    // What a process that is gone had on its way is taken up at the start, whatever its lease, page by page; null when that is done.
    private Guid? _recoverAfter = Guid.Empty;

    /// <summary>From now on events are carried. What is published before stays in the outbox for the first sweep.</summary>
    public void Start(IReadOnlyList<ITransport> transports) => _transports = transports;

    /// <summary>Events are committed: carry them.</summary>
    public void Dispatch(IReadOnlyCollection<OutboxRow> rows)
    {
        if (_transports is not { } transports)
            return;
        foreach (var row in rows)
            Send(row, transports);
    }

    private void Send(OutboxRow row, IReadOnlyList<ITransport> transports)
    {
        var outgoing = new OutgoingEvent(row.Id, row.Utf8, this);
        if (!_inFlight.TryAdd(row.Id, outgoing))
            return;
        bus.Activity.Begin();
        Failpoint.Before(Failpoint.Send);
        foreach (var transport in transports)
            transport.Send(outgoing);
        Failpoint.After(Failpoint.Send);
        outgoing.Acknowledge();
    }

    public void Completed(OutgoingEvent outgoing, SendOutcome outcome)
    {
        if (outcome == SendOutcome.Acknowledged)
        {
            _acknowledged.Writer.TryWrite(outgoing.Id);
            return;
        }
        if (outcome == SendOutcome.Deferred)
            _deferred.Enqueue(outgoing.Id);
        Release(outgoing.Id);
    }

    public Task Rejected(OutgoingEvent outgoing, TransportRejectedException why, CancellationToken ct)
    {
        var envelope = Envelope.Parse(outgoing.Json);
        var publisher = worker ?? throw new InvalidOperationException("This relay has no inbox to keep what is refused.");
        return publisher.RecordFailure(new InboxMessage(envelope, RedispatchRule.RuleFor(publisher.Module, envelope)), why, ct);
    }

    private void Release(Guid id)
    {
        _inFlight.TryRemove(id, out _);
        if ((_waitsForCapacity || !_deferred.IsEmpty) && HasCapacity)
            _capacity.Set();
        bus.Activity.End();
    }

    private bool HasCapacity => _inFlight.Count < bus.Options.QueueCapacity / 2;

    /// <summary>Sweeps until it is stopped: at once for what a process that is gone had on its way, then now and then.</summary>
    public async Task Run(CancellationToken stopping)
    {
        while (!stopping.IsCancellationRequested)
        {
            var wait = bus.Options.SweepInterval;
            try
            {
                _waitsForCapacity = !await RunOnce(stopping);
            }
            catch (Exception e) when (!stopping.IsCancellationRequested)
            {
                LogCannotSweep(e, store.Location);
                wait = RetryInterval;
            }
            catch (OperationCanceledException)
            {
                return;
            }
            await _capacity.Wait(wait, stopping);
        }
    }

    /// <summary>Carries again what found a lane full, and what nobody seems to carry.</summary>
    /// <returns>Whether nothing was left; else there was no more room in the lanes.</returns>
    public async Task<bool> RunOnce(CancellationToken ct)
    {
        while (HasCapacity)
        {
            var taken = _deferred.IsEmpty ? await Sweep(ct) : await DispatchDeferred(ct);
            if (taken < bus.Options.BatchSize && _deferred.IsEmpty)
                return true;
        }
        return false;
    }

    /// <summary>Counts as activity from before the claim: rows that are claimed and not yet carried are on their way too.</summary>
    private async Task<int> Sweep(CancellationToken ct)
    {
        bus.Activity.Begin();
        try
        {
            var rows = await store.ClaimOverdue(bus.Options.BatchSize, bus.Options.Lease, _recoverAfter, ct);
            _recoverAfter = _recoverAfter is not null && rows.Count == bus.Options.BatchSize ? rows[^1].Id : null;
            Dispatch(Readable(rows));
            if (rows.Count > 0)
                LogSweep(rows.Count, store.Location);
            return rows.Count;
        }
        finally
        {
            bus.Activity.End();
        }
    }

    /// <summary>Carries again, in their order, what found a lane full.</summary>
    private async Task<int> DispatchDeferred(CancellationToken ct)
    {
        var ids = new List<Guid>();
        while (ids.Count < bus.Options.BatchSize && _deferred.TryDequeue(out var id))
            ids.Add(id);
        try
        {
            Dispatch(Readable(await store.Published(ids, ct)));
        }
        catch
        {
            ids.ForEach(_deferred.Enqueue);
            throw;
        }
        return ids.Count;
    }

    /// <summary>Moves arrived events to the archive until it is stopped; what has arrived by then is moved before it ends.</summary>
    public async Task RunArchiving(CancellationToken stopping)
    {
        while (await _acknowledged.Reader.WaitToReadAsync(CancellationToken.None))
        {
            if (!stopping.IsCancellationRequested && _acknowledged.Reader.Count < bus.Options.BatchSize)
                await Task.Delay(bus.Options.ArchiveDelay, stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            await ArchiveAcknowledged();
        }
    }

    /// <summary>Moves what has arrived to the archive, as much as one transaction should take.</summary>
    internal async Task ArchiveAcknowledged()
    {
        var ids = new List<Guid>();
        while (ids.Count < 2 * bus.Options.BatchSize && _acknowledged.Reader.TryRead(out var id))
            ids.Add(id);
        if (ids.Count > 0)
            await Archive(ids);
    }

    /// <summary>No more will arrive.</summary>
    public void Close() => _acknowledged.Writer.TryComplete();

    private async Task Archive(List<Guid> ids)
    {
        try
        {
            Failpoint.Before(Failpoint.Archive);
            await store.Archive(await DeleteUnarchived(ids), CancellationToken.None);
            Failpoint.After(Failpoint.Archive);
        }
        catch (Exception e)
        {
            // They stay in the outbox; a sweep carries them again, the inboxes drop them, and they arrive here once more.
            LogNotArchived(e, ids.Count, store.Location);
        }
        ids.ForEach(Release);
    }

    /// <summary>What the archive is not to take just leaves the outbox.</summary>
    private async Task<IReadOnlyCollection<Guid>> DeleteUnarchived(List<Guid> ids)
    {
        if (bus.ArchivePattern is not { } pattern)
            return ids;
        var wanted = ids.ToLookup(id => _inFlight.TryGetValue(id, out var outgoing) && pattern.Matches(outgoing.Json.Span));
        await store.DeletePublished(wanted[false], CancellationToken.None);
        return [.. wanted[true]];
    }

    [LoggerMessage(LogLevel.Information, "Took up {Count} events that were left in the outbox of {Place}")]
    private partial void LogSweep(int count, string place);

    [LoggerMessage(LogLevel.Warning, "The outbox of {Place} could not be searched for what was left in it; trying again")]
    private partial void LogCannotSweep(Exception e, string place);

    [LoggerMessage(LogLevel.Warning, "{Count} heard events could not be moved to the archive of {Place}; they will be carried and moved again")]
    private partial void LogNotArchived(Exception e, int count, string place);
}
