using System.Collections.Concurrent;
using System.Text.Json;
using System.Threading.Channels;
using Microsoft.Extensions.Logging;
using Shop.Events;
using Shop.Messaging.Kernel;
using Shop.Messaging.Storage;
using Shop.Messaging.Transports;

namespace Shop.Messaging.Publishing;

/// <summary>Stores an event that a transport rejects as a dead letter of its publisher.</summary>
internal interface IRejectedEvents
{
    /// <summary>Returns when the dead letter is stored.</summary>
    Task StoreRejected(Envelope envelope, TransportRejectedException why, CancellationToken ct);
}

/// <summary>
/// Sends a module's published events over the transports: woken by the commit, with what is still in memory. A slow sweep claims what a crash or a
/// full queue left in the outbox. When every destination has acknowledged an event, it moves to the archive, many in one transaction.
/// </summary>
internal sealed partial class OutboxRelay : ISendObserver
{
    private readonly IOutboxStore _outbox;
    private readonly IRejectedEvents _rejected;
    private readonly BusRuntime _bus;
    private readonly ILogger _logger;
    private readonly BackgroundLoop _sweep;
    private readonly ConcurrentDictionary<Guid, OutgoingEvent> _inFlight = new();
    private readonly ConcurrentQueue<Guid> _deferred = new();
    private readonly Channel<Guid> _acknowledged = Channel.CreateUnbounded<Guid>();
    private IReadOnlyList<ITransport>? _transports;
    private volatile bool _waitsForCapacity;

    // What a process that is gone had in flight is claimed at the start, whatever its lease, page by page; null when that is done.
    private Guid? _recoverAfter = Guid.Empty;

    public OutboxRelay(IOutboxStore outbox, IRejectedEvents rejected, BusRuntime bus, ILogger logger)
    {
        (_outbox, _rejected, _bus, _logger) = (outbox, rejected, bus, logger);
        _sweep = new BackgroundLoop($"Outbox relay of {outbox.Location}", async ct =>
        {
            _waitsForCapacity = !await RunOnce(ct);
            return bus.Options.SweepInterval;
        }, bus.Timers, logger);
    }

    private bool HasCapacity => _inFlight.Count < _bus.Options.QueueCapacity / 2;

    /// <summary>From now on the relay sends. What was published before stays in the outbox until the first sweep.</summary>
    public void Start(IReadOnlyList<ITransport> transports) => _transports = transports;

    /// <summary>Sweeps until it is stopped: at once for what a process that is gone had in flight, then at an interval.</summary>
    public Task Run(CancellationToken stopping) => _sweep.Run(stopping);

    /// <summary>Sends events that have committed.</summary>
    public void Dispatch(IReadOnlyCollection<OutboxRow> rows)
    {
        foreach (var row in rows)
            Send(Envelope.Parse(row.Envelope));
    }

    private void DispatchStored(IEnumerable<OutboxRow> rows)
    {
        foreach (var row in rows)
            if (EnvelopeOf(row) is { } envelope)
                Send(envelope);
    }

    private void Send(Envelope envelope)
    {
        var outgoing = new OutgoingEvent(envelope, this);
        if (_transports is not { } transports || !_inFlight.TryAdd(outgoing.Id, outgoing))
            return;
        _bus.Activity.Begin();
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

    public Task Rejected(OutgoingEvent outgoing, TransportRejectedException why, CancellationToken ct) => _rejected.StoreRejected(outgoing.Envelope, why, ct);

    private void Release(Guid id)
    {
        _inFlight.TryRemove(id, out _);
        if ((_waitsForCapacity || !_deferred.IsEmpty) && HasCapacity)
            _sweep.Wake();
        _bus.Activity.End();
    }

    /// <summary>The answer to a commit was lost. Those of its events that are in the outbox after all are sent at once, not when their lease ends.</summary>
    public void Recheck(IEnumerable<Guid> ids)
    {
        foreach (var id in ids)
            _deferred.Enqueue(id);
        if (!_deferred.IsEmpty)
            _sweep.Wake();
    }

    /// <summary>Sends what found a queue full, and what no process seems to be sending.</summary>
    /// <returns>Whether nothing was left; false when too much is in flight to go on.</returns>
    public async Task<bool> RunOnce(CancellationToken ct)
    {
        while (HasCapacity)
        {
            var sent = _deferred.IsEmpty ? await Sweep(ct) : await DispatchDeferred(ct);
            if (sent < _bus.Options.BatchSize && _deferred.IsEmpty)
                return true;
        }
        return false;
    }

    /// <summary>Counts as activity from before the claim: rows that are claimed and not yet sent are in flight too.</summary>
    private async Task<int> Sweep(CancellationToken ct)
    {
        _bus.Activity.Begin();
        try
        {
            var rows = await _outbox.ClaimOverdue(_bus.Options.BatchSize, _recoverAfter, ct);
            _recoverAfter = _recoverAfter is not null && rows.Count == _bus.Options.BatchSize ? rows[^1].Id : null;
            DispatchStored(rows);
            if (rows.Count > 0)
                LogSwept(_outbox.Location, rows.Count);
            return rows.Count;
        }
        finally
        {
            _bus.Activity.End();
        }
    }

    /// <summary>Sends deferred events in their order.</summary>
    private async Task<int> DispatchDeferred(CancellationToken ct)
    {
        var ids = new List<Guid>();
        while (ids.Count < _bus.Options.BatchSize && _deferred.TryDequeue(out var id))
            ids.Add(id);
        try
        {
            DispatchStored(await _outbox.Published(ids, ct));
        }
        catch
        {
            ids.ForEach(_deferred.Enqueue);
            throw;
        }
        return ids.Count;
    }

    /// <summary>Moves acknowledged events to the archive until it is stopped; those acknowledged by then are moved before it ends.</summary>
    public async Task RunArchiving(CancellationToken stopping)
    {
        while (await _acknowledged.Reader.WaitToReadAsync(CancellationToken.None))
        {
            if (!stopping.IsCancellationRequested && _acknowledged.Reader.Count < _bus.Options.BatchSize)
                await Task.Delay(_bus.Options.ArchiveDelay, _bus.Timers, stopping)
                    .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
            await ArchiveAcknowledged();
        }
    }

    /// <summary>Moves acknowledged events to the archive, as many as one transaction should take.</summary>
    private async Task ArchiveAcknowledged()
    {
        var ids = new List<Guid>();
        while (ids.Count < 2 * _bus.Options.BatchSize && _acknowledged.Reader.TryRead(out var id))
            ids.Add(id);
        if (ids.Count == 0)
            return;
        try
        {
            Failpoint.Before(Failpoint.Archive);
            await _outbox.Archive(await DeleteUnarchived(ids), CancellationToken.None);
            Failpoint.After(Failpoint.Archive);
        }
        catch (Exception e)
        {
            // They stay in the outbox; a sweep sends them again, the inboxes drop the duplicates, and they come back here.
            LogNotArchived(e, _outbox.Location, ids.Count);
        }
        ids.ForEach(Release);
    }

    /// <summary>Nothing more will be acknowledged.</summary>
    public void Close() => _acknowledged.Writer.TryComplete();

    /// <summary>Deletes events that the archive does not store; returns the others.</summary>
    private async Task<IReadOnlyCollection<Guid>> DeleteUnarchived(List<Guid> ids)
    {
        if (_bus.ArchivePattern is not { } pattern)
            return ids;
        var archived = ids.ToLookup(id => _inFlight.TryGetValue(id, out var outgoing) && pattern.Matches(outgoing.Envelope.Json.Span));
        await _outbox.DeletePublished([.. archived[false]], CancellationToken.None);
        return [.. archived[true]];
    }

    /// <summary>
    /// The event of a stored row; null when the row is damaged. A damaged row stays in the outbox, where the backlog shows it, and the log names it with each
    /// sweep; no other row waits for it.
    /// </summary>
    private Envelope? EnvelopeOf(OutboxRow row)
    {
        try
        {
            JsonDocument.Parse(row.Envelope).Dispose();
            var envelope = Envelope.Parse(row.Envelope);
            if (envelope.Metadata.EventId == row.Id)
                return envelope;
            LogUnreadable(null, _outbox.Location, row.Id, "its envelope has another event's id");
        }
        catch (JsonException e)
        {
            LogUnreadable(e, _outbox.Location, row.Id, e.Message);
        }
        return null;
    }

    [LoggerMessage(LogLevel.Information, "Outbox relay of {Location}: {Count} events taken over from the outbox")]
    private partial void LogSwept(string location, int count);

    [LoggerMessage(LogLevel.Error, "Outbox relay of {Location}: event {Id} cannot be sent: {Problem}. Repair or delete its row; all other events are sent")]
    private partial void LogUnreadable(Exception? e, string location, Guid id, string problem);

    [LoggerMessage(LogLevel.Warning, "Outbox relay of {Location}: {Count} handled events could not be moved to the archive; the next sweep repeats it")]
    private partial void LogNotArchived(Exception e, string location, int count);
}
