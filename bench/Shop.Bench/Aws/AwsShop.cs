using Amazon.Runtime;
using Amazon.SQS;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Shop.EventBridge;
using Shop.InMemoryTransport;
using Shop.Testing;

namespace Shop.Bench.Aws;

/// <summary>A host of one of the two modules; the other is remote, behind the tests' endpoint.</summary>
internal sealed class AwsShop : IAsyncDisposable
{
    private readonly IHost _host;

    private AwsShop(IHost host) => _host = host;

    public IServiceProvider Services => _host.Services;

    public Arrivals Arrivals => Services.GetRequiredService<Arrivals>();

    public static async Task<AwsShop> Start(string module, BenchServer server, FakeAws aws)
    {
        var builder = Microsoft.Extensions.Hosting.Host.CreateEmptyApplicationBuilder(null);
        builder.Configuration.AddInMemoryCollection([server.Setting, new("Bus:Modules:receiver", "Remote"), .. aws.Settings]);
        builder.Logging.SetMinimumLevel(LogLevel.Warning).AddSimpleConsole();
        builder.Logging.Services.Configure<Microsoft.Extensions.Logging.Console.ConsoleLoggerOptions>(console => console.LogToStandardErrorThreshold = LogLevel.Trace);
        var options = new AwsOptions { ServiceUrl = aws.Url, Region = FakeAws.Region };
        var credentials = new BasicAWSCredentials(FakeAws.AccessKey, FakeAws.SecretKey);
        builder.Services.AddSingleton(AwsClients.EventBridge(options, credentials, retries: 0)).AddSingleton<IAmazonSQS>(AwsClients.Sqs(options, credentials));
        builder.Services.AddModules(builder.Configuration, [new SenderModule(), new ReceiverModule()], [module])
            .AddInMemoryTransport().AddEventBridgeTransport(builder.Configuration).AddSingleton<Arrivals>();
        var shop = new AwsShop(builder.Build());
        var modules = shop.Services.GetRequiredService<HostedModules>();
        aws.Serve(shop.Services.GetRequiredService<ModuleDirectory>().All);
        await new MigrationRunner(Path.Combine(AppContext.BaseDirectory, "Peers", "migrations")).ApplyBusAsync(module, modules[module].Store.Database.Open);
        await shop._host.StartAsync();
        return shop;
    }

    /// <summary>Says events in one transaction.</summary>
    public async Task Publish(int first, int count)
    {
        await using var scope = Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<SenderDb>();
        for (var i = 0; i < count; i++)
            db.Publish(MeasuredSent.Now(first + i));
        await db.SaveChangesAsync();
    }

    public Task Quiet() => Services.GetRequiredService<Bus>().Activity.WaitUntilIdle();

    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync();
        await ((IAsyncDisposable)_host).DisposeAsync();
    }
}
