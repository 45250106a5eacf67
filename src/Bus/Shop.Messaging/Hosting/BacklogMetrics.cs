using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Shop.Messaging;

/// <summary>Tells the gauges how far behind each module is. Asks no database while nobody reads them.</summary>
internal sealed partial class BacklogMetrics(Modules modules, BusRuntime bus, ILogger<BacklogMetrics> logger) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var pace = new PeriodicTimer(bus.Options.MetricsInterval);
        try
        {
            while (await pace.WaitForNextTickAsync(stoppingToken))
                if (BusTelemetry.IsObserved)
                    foreach (var module in modules)
                        await Measure(module, stoppingToken);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The shop stops.
        }
    }

    private async Task Measure(Module module, CancellationToken ct)
    {
        try
        {
            BusTelemetry.RecordBacklog(module.Name, await module.Store.Backlog(ct), await module.Store.Lag(ct), bus.Clock.GetUtcNow());
        }
        catch (Exception e) when (!ct.IsCancellationRequested)
        {
            LogNotMeasured(e, module.Store.Location);
        }
    }

    [LoggerMessage(LogLevel.Warning, "{Place} could not be measured; its gauges keep their last values until it can")]
    private partial void LogNotMeasured(Exception e, string place);
}
