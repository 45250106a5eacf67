using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Shop.Messaging.Kernel;
using Shop.Messaging.Transports;

namespace Shop.Messaging.Hosting;

/// <summary>
/// Runs the bus in a host: claims what a crash left, sends, retries and sweeps. When the host stops, it takes nothing new, finishes what it has begun
/// and moves handled events to the archive. What remains is in the outboxes and inboxes for the next start.
/// </summary>
public sealed partial class Bus : IHostedService, IDisposable
{
    private readonly ModuleRuntimes _modules;
    private readonly IReadOnlyList<ITransport> _transports;
    private readonly BusRuntime _runtime;
    private readonly IHostApplicationLifetime _process;
    private readonly ILogger _logger;
    private readonly CancellationTokenSource _stopping = new();
    private readonly CancellationTokenSource _abort = new();
    private Task _archiving = Task.CompletedTask;
    private Task _working = Task.CompletedTask;

    internal Bus(ModuleRuntimes modules, IEnumerable<ITransport> transports, BusRuntime runtime, IHostApplicationLifetime process, ILogger<Bus> logger)
    {
        _modules = modules;
        _transports = [.. transports];
        _runtime = runtime;
        _process = process;
        _logger = logger;
    }

    /// <summary>What is in flight in this process.</summary>
    public BusActivity Activity => _runtime.Activity;

    /// <inheritdoc/>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        foreach (var transport in _transports)
            await transport.Start(_stopping.Token, _abort.Token);
        foreach (var runtime in _modules.All)
        {
            if (runtime.Module.Store.Database.Exclusive)
                await runtime.Module.Store.Inbox.ReleaseLeases(cancellationToken);
            runtime.Relay.Start(_transports);
        }
        // Read here: a host that fails to start disposes of this before a loop may have begun.
        var (stopping, abort) = (_stopping.Token, _abort.Token);
        _archiving = Run(_modules.All.Select<ModuleRuntime, Func<Task>>(runtime => () => runtime.Relay.RunArchiving(stopping)));
        _working = Run(_modules.All.SelectMany(runtime => runtime.Loops(stopping, abort)));
    }

    /// <summary>A loop ends when the process stops. One that ends with an error stops the process: half a bus would lose events unnoticed.</summary>
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
        try
        {
            await Task.WhenAll([_working, .. _transports.Select(transport => transport.Stop())]);
        }
        finally
        {
            foreach (var runtime in _modules.All)
                runtime.Relay.Close();
            await _archiving;
        }
    }

    /// <summary>Searches every outbox and inbox now, for a test or an operator who does not want to wait for the next sweep.</summary>
    public async Task SweepNow(CancellationToken ct = default)
    {
        foreach (var runtime in _modules.All)
        {
            await runtime.Relay.RunOnce(ct);
            await runtime.Module.Retries.RunOnce(runtime.Module.Processor, ct);
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

    [LoggerMessage(LogLevel.Critical, "Bus: a background loop has ended with an error; the process stops so that no event is lost unnoticed")]
    private partial void LogBroken(Exception e);
}
