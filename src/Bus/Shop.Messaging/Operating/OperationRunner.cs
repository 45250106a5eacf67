using System.Data.Common;
using System.Diagnostics;
using Microsoft.Extensions.Logging;
using Shop.Messaging.Consuming;
using Shop.Messaging.Kernel;
using Shop.Messaging.Storage;

namespace Shop.Messaging.Operating;

/// <summary>
/// Works through a module's operations page by page. Each page is recorded in the operation's row, so that the process which takes over after a crash
/// continues behind the last. Woken when one starts; a slow poll finds what other processes left.
/// </summary>
internal sealed partial class OperationRunner
{
    private const int MaxPageSize = 500;
    private static readonly TimeSpan CanaryPollInterval = TimeSpan.FromMilliseconds(100);

    private readonly HostedModule _module;
    private readonly HostedModules _modules;
    private readonly RedriveService _redrive;
    private readonly ILogger _logger;
    private readonly BackgroundLoop _loop;

    public OperationRunner(HostedModule module, HostedModules modules, BusRuntime bus, ILogger logger)
    {
        (_module, _modules, _redrive, _logger) = (module, modules, new RedriveService(module, bus.Options), logger);
        _loop = new BackgroundLoop($"Operations of {module.Store.Database.Location}", async ct =>
        {
            while (await module.Store.Operations.Claim(module.Name, ct) is { } operation)
                await RunOperation(operation, ct);
            return bus.Options.SweepInterval;
        }, bus.Timers, logger);
    }

    private IOperationStore Operations => _module.Store.Operations;

    public void Wake() => _loop.Wake();

    /// <summary>Works until it is stopped; the operation that is running then is free for the process that starts next.</summary>
    public Task Run(CancellationToken stopping) => _loop.Run(stopping);

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
            await Operations.ReleaseLeases(operation.Id, CancellationToken.None);
            throw;
        }
        catch (Exception e) when (e is not (DbException or TimeoutException))
        {
            LogStopped(e, operation.Kind, operation.Id);
            await Operations.SetState(operation.Id, [OperationState.Running], OperationState.Stopped, Redaction.Of(e.Message), "bus", stopping);
        }
    }

    private Func<BulkOperation, int, CancellationToken, Task<BulkOperation?>> StepOf(BulkOperation operation)
    {
        if (operation.Kind != OperationKind.Replay)
        {
            var filter = OperationFilter.Read<DeadLetterFilter>(operation.Filter);
            return (from, limit, ct) => _redrive.RunPage(from, filter, limit, ct);
        }
        var request = OperationFilter.Read<ReplayRequest>(operation.Filter);
        var replay = new Replay(_modules, request);
        return (from, limit, ct) => ReplayPage(replay, request, from, limit, ct);
    }

    private async Task<BulkOperation?> ReplayPage(Replay replay, ReplayRequest request, BulkOperation from, int limit, CancellationToken ct)
    {
        var events = await _module.Store.Archive.Read(request.Conditions(from.Cursor), limit, ct);
        var failed = await replay.Deliver(events.Select(archived => archived.Envelope), ct);
        var cursor = events.Count > 0 ? events[^1].EventId.ToString() : from.Cursor;
        return await Operations.Advance(from, events.Count - failed, failed, cursor, ended: events.Count == 0, ct);
    }

    /// <summary>A page, and then the wait that its rate asks for.</summary>
    private static async Task<BulkOperation?> Paced(
        Func<BulkOperation, int, CancellationToken, Task<BulkOperation?>> step, BulkOperation from, CancellationToken ct)
    {
        var page = Math.Min(MaxPageSize, from.Rate ?? MaxPageSize);
        if (from.Canary > 0) page = Math.Min(page, from.Canary - (int)from.Done);
        var began = Stopwatch.GetTimestamp();
        var next = await step(from, page, ct);
        if (from.Rate is { } rate && next is { State: OperationState.Running })
        {
            var left = TimeSpan.FromSeconds((double)page / rate) - Stopwatch.GetElapsedTime(began);
            if (left > TimeSpan.Zero) await Task.Delay(left, ct);
        }
        return next;
    }

    /// <summary>Waits for what becomes of the canaries. When one of them fails again, the operation stops and leaves the rest alone.</summary>
    private async Task<BulkOperation?> AfterCanaries(BulkOperation operation, CancellationToken ct)
    {
        if (operation.Canary == 0 || operation.Done < operation.Canary)
            return operation;
        while (true)
        {
            var (handled, pending, failed) = await _module.Store.DeadLetters.Canaries(operation.Id, ct);
            if (failed > 0)
            {
                await Operations.SetState(operation.Id, [OperationState.Running], OperationState.Stopped,
                    $"{failed} of the first {operation.Canary} failed again, {handled} were handled. Fix the cause; resume continues with all that are left.",
                    "bus", ct);
                return null;
            }
            if (pending == 0)
                return operation with { Canary = 0 };
            if (await Operations.Find(_module.Name, operation.Id, ct) is not { State: OperationState.Running })
                return null;
            await Task.Delay(CanaryPollInterval, ct);
        }
    }

    [LoggerMessage(LogLevel.Error, "Operations: the {Kind} {Operation} has stopped with an error; resume it when the cause is fixed")]
    private partial void LogStopped(Exception e, OperationKind kind, Guid operation);
}
