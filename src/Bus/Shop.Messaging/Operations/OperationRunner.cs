using System.Data.Common;
using Microsoft.Extensions.Logging;

namespace Shop.Messaging;

/// <summary>
/// Works at a module's operations, page by page: each page is noted in the operation's row, so that whoever takes it up after a crash goes
/// on behind the last. Woken when one begins; a slow look finds what other processes left.
/// </summary>
internal sealed partial class OperationRunner(Module module, Modules modules, BusRuntime bus, ILogger logger)
{
    private const int MaxPageSize = 500;
    private static readonly TimeSpan CanaryPollInterval = TimeSpan.FromMilliseconds(100);

    private readonly AsyncSignal _wake = new();

    public void Wake() => _wake.Set();

    /// <summary>Works until it is stopped; what it then works at is free for whoever starts next.</summary>
    public async Task Run(CancellationToken stopping)
    {
        while (!stopping.IsCancellationRequested)
        {
            try
            {
                while (await module.Store.ClaimOperation(module.Name, bus.Options.Lease, stopping) is { } operation)
                    await RunOperation(operation, stopping);
            }
            catch (Exception e) when (!stopping.IsCancellationRequested)
            {
                LogNotClaimed(e, module.Store.Location);
            }
            catch (OperationCanceledException)
            {
                return;
            }
            await _wake.Wait(bus.Options.SweepInterval, stopping);
        }
    }

    private async Task RunOperation(BulkOperation operation, CancellationToken stopping)
    {
        try
        {
            var step = StepOf(operation);
            for (BulkOperation? next = operation; next is { State: OperationState.Running };)
                next = await AfterCanaries(next, stopping) is { } ready ? await Paced(step, ready, stopping) : null;
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            await module.Store.ReleaseOperations(operation.Id, CancellationToken.None);
            throw;
        }
        catch (Exception e) when (e is not (DbException or TimeoutException))
        {
            LogStopped(e, operation.Kind, operation.Id);
            await module.Store.SetState(operation.Id, [OperationState.Running], OperationState.Stopped, Redaction.Of(e.Message), "bus", stopping);
        }
    }

    private Func<BulkOperation, int, CancellationToken, Task<BulkOperation?>> StepOf(BulkOperation operation)
    {
        if (operation.Kind != OperationKind.Replay)
            return Redrive;
        var request = OperationFilter.Read<ReplayRequest>(operation.Filter);
        var replay = new Replay(modules, request);
        return (from, limit, ct) => Replay(replay, request, from, limit, ct);
    }

    private async Task<BulkOperation?> Redrive(BulkOperation from, int limit, CancellationToken ct)
    {
        var next = await module.Store.RedriveOrDiscard(from, limit, bus.Options.Lease, ct);
        module.Retries.ScheduleAfter(TimeSpan.Zero);
        return next;
    }

    private async Task<BulkOperation?> Replay(Replay replay, ReplayRequest request, BulkOperation from, int limit, CancellationToken ct)
    {
        var events = await module.Store.Archived(request.Conditions(from.Cursor), limit, ct);
        var failed = await replay.Deliver(events, ct);
        var position = events.Count > 0 ? events[^1].EventId.ToString() : from.Cursor;
        return await module.Store.InTransaction(connection =>
            module.Store.Advance(connection, from, events.Count - failed, failed, position, ended: events.Count == 0, bus.Options.Lease, ct), ct);
    }

    /// <summary>A page, and then the wait that its rate asks for.</summary>
    private static async Task<BulkOperation?> Paced(Func<BulkOperation, int, CancellationToken, Task<BulkOperation?>> step, BulkOperation from, CancellationToken ct)
    {
        var page = Math.Min(MaxPageSize, from.Rate ?? MaxPageSize);
        if (from.Canary > 0) page = Math.Min(page, from.Canary - (int)from.Done);
        var began = System.Diagnostics.Stopwatch.GetTimestamp();
        var next = await step(from, page, ct);
        if (from.Rate is { } rate && next is { State: OperationState.Running })
        {
            var left = TimeSpan.FromSeconds((double)page / rate) - System.Diagnostics.Stopwatch.GetElapsedTime(began);
            if (left > TimeSpan.Zero) await Task.Delay(left, ct);
        }
        return next;
    }

    /// <summary>Waits for what became of the first ones. When one of them failed again, the rest is left alone and the operation stops.</summary>
    private async Task<BulkOperation?> AfterCanaries(BulkOperation operation, CancellationToken ct)
    {
        if (operation.Canary == 0 || operation.Done < operation.Canary)
            return operation;
        while (true)
        {
            var (received, waiting, failed) = await module.Store.Canaries(operation.Id, ct);
            if (failed > 0)
            {
                await module.Store.SetState(operation.Id, [OperationState.Running], OperationState.Stopped,
                    $"{failed} of the first {operation.Canary} failed again, {received} were heard. Mend the cause; resume goes on with all that are left.", "bus", ct);
                return null;
            }
            if (waiting == 0)
                return operation with { Canary = 0 };
            if (await module.Store.FindOperation(module.Name, operation.Id, ct) is not { State: OperationState.Running })
                return null;
            await Task.Delay(CanaryPollInterval, ct);
        }
    }

    [LoggerMessage(LogLevel.Warning, "The operations in {Place} could not be worked at; trying again")]
    private partial void LogNotClaimed(Exception e, string place);

    [LoggerMessage(LogLevel.Error, "The {Kind} {Operation} has stopped by an error; resume it when that is mended")]
    private partial void LogStopped(Exception e, OperationKind kind, Guid operation);
}
