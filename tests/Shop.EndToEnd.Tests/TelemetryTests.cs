using System.Collections.Concurrent;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Logging;
using Shop.Testing;

namespace Shop.EndToEnd.Tests;

/// <summary>The telemetry that a collector receives.</summary>
public sealed class TelemetryTests
{
    [Fact]
    public async Task A_collector_receives_the_metrics_and_traces_of_an_order()
    {
        var sent = new ConcurrentQueue<string>();
        await using var collector = await Collector(sent);
        await using var database = await TestDatabase.CreateAsync(StoreKind.Sqlite, Repository.Modules);
        await using var shop = await ShopProcess.Start(
            [
                .. database.Settings([]), new("OTEL_EXPORTER_OTLP_ENDPOINT", collector.Urls.Single()), new("OTEL_EXPORTER_OTLP_PROTOCOL", "http/protobuf"),
                new("OTEL_METRIC_EXPORT_INTERVAL", "200"), new("OTEL_BSP_SCHEDULE_DELAY", "200"),
            ]);

        await shop.Http.Ended(await shop.Http.Place(Shopper.Order("PRD-0002")));

        foreach (var word in (string[])["EventsProcessed", "EventType", "Service", "OrderValue", "Currency", "correlation.id", "Order Created process"])
            await Until(() => sent.Any(body => body.Contains(word, StringComparison.Ordinal)), word);
    }

    private static async Task<WebApplication> Collector(ConcurrentQueue<string> sent)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        var app = builder.Build();
        app.Run(async http =>
        {
            using var body = new MemoryStream();
            await http.Request.Body.CopyToAsync(body);
            sent.Enqueue(Encoding.Latin1.GetString(body.ToArray()));
        });
        await app.StartAsync();
        return app;
    }

    private static async Task Until(Func<bool> holds, string what)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        using var pace = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        while (!holds())
        {
            Assert.False(patience.IsCancellationRequested, $"{what} was never sent.");
            await pace.WaitForNextTickAsync();
        }
    }
}
