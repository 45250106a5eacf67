using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Shop.Messaging.Consuming;
using Shop.Messaging.Kernel;

namespace Shop.Messaging.Operating;

/// <summary>Records how far behind each module is. While nothing reads the gauges it queries no database.</summary>
internal sealed partial class BacklogMetrics(HostedModules modules, BusRuntime bus, ILogger<BacklogMetrics> logger) : BackgroundService
{
    protected override Task ExecuteAsync(CancellationToken stoppingToken) => new BackgroundLoop("Backlog metrics", async ct =>
    {
        if (BusTelemetry.IsObserved)
            foreach (var module in modules)
                await Record(module, ct);
        return bus.Options.MetricsInterval;
    }, bus.Timers, logger).Run(stoppingToken);

    private async Task Record(HostedModule module, CancellationToken ct)
    {
        try
        {
            var backlog = await module.Store.Outbox.Backlog(ct);
            var (oldest, transaction) = await module.Store.Outbox.Lag(ct);
            var age = oldest is { } id ? bus.Clock.GetUtcNow() - EventIds.TimeOf(id) : TimeSpan.Zero;
            BusTelemetry.RecordBacklog(module.Name, backlog.Outbox, backlog.InFlight, backlog.Pending, backlog.DeadLetters,
                age > TimeSpan.Zero ? age : TimeSpan.Zero, transaction ?? TimeSpan.Zero);
        }
        catch (Exception e) when (!ct.IsCancellationRequested)
        {
            LogNotRecorded(e, module.Store.Database.Location);
        }
    }

    [LoggerMessage(LogLevel.Warning, "Backlog metrics: {Location} cannot be queried; its gauges keep their last values until it can")]
    private partial void LogNotRecorded(Exception e, string location);
}
