using System.Collections.Concurrent;
using System.Threading.Channels;
using Microsoft.Extensions.Logging;
using Shop.Events;

namespace Shop.Messaging;

/// <summary>
/// Takes a module's published events to the carriers: woken by the commit, with what is still in memory. A slow sweep finds what a crash
/// or a full lane left in the outbox. When all who should have an event hold it, it leaves for the archive, many in one transaction.
/// </summary>
internal sealed partial class Relay(ModuleStore store, BusRuntime bus, ILogger logger, Worker? worker = null) : IParcelOwner
{
    private readonly ConcurrentDictionary<Guid, Parcel> _onTheWay = new();
    private readonly Channel<Guid> _arrived = Channel.CreateUnbounded<Guid>();
    private IReadOnlyList<ICarrier>? _carriers;
    private readonly ConcurrentQueue<Guid> _leftBehind = new();
    private readonly Bell _room = new();
    private volatile bool _waitsForRoom;

    // What a process that is gone had on its way is taken up at the start, whatever its lease, page by page; null when that is done.
    private Guid? _inheritedAfter = Guid.Empty;

    /// <summary>From now on events are carried. What is published before stays in the outbox for the first sweep.</summary>
    public void Start(IReadOnlyList<ICarrier> carriers) => _carriers = carriers;

    /// <summary>Events are committed: carry them.</summary>
    public void HandOver(IReadOnlyCollection<OutboxRow> rows)
    {
        if (_carriers is not { } carriers)
            return;
        foreach (var row in rows)
            Carry(row, carriers);
    }

    private void Carry(OutboxRow row, IReadOnlyList<ICarrier> carriers)
    {
        var parcel = new Parcel(row.Id, row.Utf8, this);
        if (!_onTheWay.TryAdd(row.Id, parcel))
            return;
        bus.Activity.Begin();
        Moment.Before(Moment.Carry);
        foreach (var carrier in carriers)
            carrier.Carry(parcel);
        Moment.After(Moment.Carry);
        parcel.Held();
    }

    public void Done(Parcel parcel, Fate fate)
    {
        if (fate == Fate.Held)
        {
            _arrived.Writer.TryWrite(parcel.Id);
            return;
        }
        if (fate == Fate.LeftBehind)
            _leftBehind.Enqueue(parcel.Id);
        Forget(parcel.Id);
    }

    public Task Refused(Parcel parcel, RefusedException why, CancellationToken ct)
    {
        var envelope = Envelope.Parse(parcel.Json);
        var publisher = worker ?? throw new InvalidOperationException("This relay has no inbox to keep what is refused.");
        return publisher.Keep(new Letter(envelope, SentAgain.RuleFor(publisher.Module, envelope)), why, ct);
    }

    private void Forget(Guid id)
    {
        _onTheWay.TryRemove(id, out _);
        if ((_waitsForRoom || !_leftBehind.IsEmpty) && HasRoom)
            _room.Ring();
        bus.Activity.End();
    }

    private bool HasRoom => _onTheWay.Count < bus.Options.LaneCapacity / 2;

    /// <summary>Sweeps until it is stopped: at once for what a process that is gone had on its way, then now and then.</summary>
    public async Task Run(CancellationToken stopping)
    {
        while (!stopping.IsCancellationRequested)
        {
            var wait = bus.Options.SweepEvery;
            try
            {
                _waitsForRoom = !await RunOnce(stopping);
            }
            catch (Exception e) when (!stopping.IsCancellationRequested)
            {
                LogCannotSweep(e, store.Place);
                wait = AfterFailure;
            }
            catch (OperationCanceledException)
            {
                return;
            }
            await _room.Wait(wait, stopping);
        }
    }

    /// <summary>Carries again what found a lane full, and what nobody seems to carry.</summary>
    /// <returns>Whether nothing was left; else there was no more room in the lanes.</returns>
    public async Task<bool> RunOnce(CancellationToken ct)
    {
        while (HasRoom)
        {
            var taken = _leftBehind.IsEmpty ? await Sweep(ct) : await FetchLeftBehind(ct);
            if (taken < bus.Options.BatchSize && _leftBehind.IsEmpty)
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
            var rows = await store.ClaimOverdue(bus.Options.BatchSize, bus.Options.Lease, _inheritedAfter, ct);
            _inheritedAfter = _inheritedAfter is not null && rows.Count == bus.Options.BatchSize ? rows[^1].Id : null;
            HandOver(Readable(rows));
            if (rows.Count > 0)
                LogSweep(rows.Count, store.Place);
            return rows.Count;
        }
        finally
        {
            bus.Activity.End();
        }
    }

    /// <summary>Carries again, in their order, what found a lane full.</summary>
    private async Task<int> FetchLeftBehind(CancellationToken ct)
    {
        var ids = new List<Guid>();
        while (ids.Count < bus.Options.BatchSize && _leftBehind.TryDequeue(out var id))
            ids.Add(id);
        try
        {
            HandOver(Readable(await store.Published(ids, ct)));
        }
        catch
        {
            ids.ForEach(_leftBehind.Enqueue);
            throw;
        }
        return ids.Count;
    }

    /// <summary>Moves arrived events to the archive until it is stopped; what has arrived by then is moved before it ends.</summary>
    public async Task RunArchiving(CancellationToken stopping)
    {
        while (await _arrived.Reader.WaitToReadAsync(CancellationToken.None))
        {
            if (!stopping.IsCancellationRequested && _arrived.Reader.Count < bus.Options.BatchSize)
                await Task.Delay(bus.Options.ArchiveWithin, stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            await ArchiveArrived();
        }
    }

    /// <summary>Moves what has arrived to the archive, as much as one transaction should take.</summary>
    internal async Task ArchiveArrived()
    {
        var ids = new List<Guid>();
        while (ids.Count < 2 * bus.Options.BatchSize && _arrived.Reader.TryRead(out var id))
            ids.Add(id);
        if (ids.Count > 0)
            await Archive(ids);
    }

    /// <summary>No more will arrive.</summary>
    public void Close() => _arrived.Writer.TryComplete();

    private async Task Archive(List<Guid> ids)
    {
        try
        {
            Moment.Before(Moment.Mark);
            await store.Archive(await LetGoUnwanted(ids), CancellationToken.None);
            Moment.After(Moment.Mark);
        }
        catch (Exception e)
        {
            // They stay in the outbox; a sweep carries them again, the inboxes drop them, and they arrive here once more.
            LogNotArchived(e, ids.Count, store.Place);
        }
        ids.ForEach(Forget);
    }

    /// <summary>What the archive is not to take just leaves the outbox.</summary>
    private async Task<IReadOnlyCollection<Guid>> LetGoUnwanted(List<Guid> ids)
    {
        if (bus.ArchivePattern is not { } pattern)
            return ids;
        var wanted = ids.ToLookup(id => _onTheWay.TryGetValue(id, out var parcel) && pattern.Matches(parcel.Json.Span));
        await store.LetGo(wanted[false], CancellationToken.None);
        return [.. wanted[true]];
    }

    [LoggerMessage(LogLevel.Information, "Took up {Count} events that were left in the outbox of {Place}")]
    private partial void LogSweep(int count, string place);

    [LoggerMessage(LogLevel.Warning, "The outbox of {Place} could not be searched for what was left in it; trying again")]
    private partial void LogCannotSweep(Exception e, string place);

    [LoggerMessage(LogLevel.Warning, "{Count} heard events could not be moved to the archive of {Place}; they will be carried and moved again")]
    private partial void LogNotArchived(Exception e, int count, string place);
}
