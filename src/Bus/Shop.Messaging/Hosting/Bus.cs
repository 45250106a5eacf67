using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Shop.Messaging;

/// <summary>
/// Runs the bus in a host: takes up what a crash left, carries, retries and sweeps; when the host stops, it takes nothing new, finishes
/// what it has begun and moves what was heard to the archive. What remains is in the outboxes and inboxes for the next start.
/// </summary>
public sealed partial class Bus : IHostedService, IDisposable
{
    private readonly Modules _modules;
    private readonly IReadOnlyList<ITransport> _transports;
    private readonly BusRuntime _runtime;
    private readonly IHostApplicationLifetime _process;
    private readonly ILogger _logger;
    private readonly CancellationTokenSource _stopping = new();
    private readonly CancellationTokenSource _abort = new();
    private Task _archiving = Task.CompletedTask;
    private Task _working = Task.CompletedTask;

    internal Bus(Modules modules, IEnumerable<ITransport> transports, BusRuntime runtime, IHostApplicationLifetime process, ILogger<Bus> logger)
    {
        _modules = modules;
        _transports = [.. transports];
        _runtime = runtime;
        _process = process;
        _logger = logger;
    }

    /// <summary>What is on its way in this process.</summary>
    public BusActivity Activity => _runtime.Activity;

    /// <inheritdoc/>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        foreach (var transport in _transports)
            await transport.Start(_stopping.Token, _abort.Token);
        foreach (var module in _modules)
        {
            if (module.Store.Exclusive)
                await module.Store.ReleaseLeases(cancellationToken);
            module.Relay.Start(_transports);
        }
        // Taken here: when the host fails to start, it disposes of this before a loop may have begun.
        var (stopping, abort) = (_stopping.Token, _abort.Token);
        _archiving = Run(_modules.Select<Module, Func<Task>>(module => () => module.Relay.RunArchiving(stopping)));
        _working = Run(_modules.SelectMany(module => new Func<Task>[]
        {
            () => module.Calls.Run(stopping, abort),
            () => module.Retries.Run(stopping, abort),
            () => module.Relay.Run(stopping),
        }));
    }

    /// <summary>A loop ends when it is told to. One that ends by an error takes the process with it: half a bus would lose events in silence.</summary>
    private Task Run(IEnumerable<Func<Task>> loops) => Task.WhenAll(loops.Select(loop => Task.Run(async () =>
    {
        try
        {
            await loop();
        }
        catch (Exception e)
        {
            LogBroken(e);
            _process.StopApplication();
        }
    })));

    /// <inheritdoc/>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await _stopping.CancelAsync();
        _abort.CancelAfter(_runtime.Options.ShutdownTimeout);
        await Task.WhenAll([_working, .. _transports.Select(transport => transport.Stop())]);
        foreach (var module in _modules)
            module.Relay.Close();
        await _archiving;
    }

    /// <summary>Looks into every outbox and inbox now, for a test or an operator who does not want to wait for the next sweep.</summary>
    public async Task SweepNow(CancellationToken ct = default)
    {
        foreach (var module in _modules)
        {
            await module.Relay.RunOnce(ct);
            await module.Retries.RunOnce(ct);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        // A host that failed to start disposes of what was never stopped; one that stopped does so more than once.
        if (!_stopping.IsCancellationRequested) _stopping.Cancel();
        if (!_abort.IsCancellationRequested) _abort.Cancel();
        _stopping.Dispose();
        _abort.Dispose();
    }

    [LoggerMessage(LogLevel.Critical, "A loop of the bus has ended by an error; the process stops so that nothing is lost in silence")]
    private partial void LogBroken(Exception e);
}
