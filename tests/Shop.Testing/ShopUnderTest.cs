using System.Data.Common;
using Amazon.Runtime;
using Amazon.SQS;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Shop.EventBridge;
using Shop.Events;
using Shop.InMemoryTransport;

namespace Shop.Testing;

/// <summary>Some modules on a real database with the real bus, without HTTP: events in, events out.</summary>
public sealed class ShopUnderTest : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly IHost _host;

    private ShopUnderTest(IHost host) => _host = host;

    /// <summary>Services of the host.</summary>
    public IServiceProvider Services => _host.Services;

    /// <summary>The hosted modules.</summary>
    internal HostedModules Modules => Services.GetRequiredService<HostedModules>();

    /// <summary>A connection to a module's database.</summary>
    public Task<DbConnection> Open(string module) => Modules[module].Store.Database.Open(CancellationToken.None);

    /// <summary>A module's backlog.</summary>
    public Task<Backlog> Backlog(string module) => Modules[module].Store.Outbox.Backlog(CancellationToken.None);

    /// <summary>Migrates the database and starts the modules on it.</summary>
    /// <param name="database">Their database.</param>
    /// <param name="modules">The modules.</param>
    /// <param name="settings">Configuration beside the database's: <c>("Payments:Sandbox:…", "…")</c>; <c>("Hosted", "payments")</c> hosts
    /// that module alone.</param>
    /// <param name="services">Replaces services, such as a gateway or the clock.</param>
    public static async Task<ShopUnderTest> Start(
        TestDatabase database, IReadOnlyList<IModule> modules, Action<IServiceCollection>? services = null, params (string Key, string Value)[] settings)
    {
        var shop = await Prepare(database, modules, services, settings);
        await shop._host.StartAsync();
        return shop;
    }

    /// <summary>Migrates the database, but sends nothing: what is published stays in the outbox, as after a crash.</summary>
    /// <inheritdoc cref="Start"/>
    public static async Task<ShopUnderTest> Prepare(
        TestDatabase database, IReadOnlyList<IModule> modules, Action<IServiceCollection>? services = null, params (string Key, string Value)[] settings)
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        Configure(builder, database, modules, settings);
        services?.Invoke(builder.Services);
        return await On(builder.Build());
    }

    /// <summary>Puts the modules into any host, on a test's database.</summary>
    internal static void Configure(
        IHostApplicationBuilder builder, TestDatabase database, IReadOnlyList<IModule> modules, params (string Key, string Value)[] settings)
    {
        builder.Configuration.AddInMemoryCollection(database.Settings(modules.Select(module => module.Name)));
        builder.Configuration.AddInMemoryCollection(Quick);
        builder.Configuration.AddInMemoryCollection(settings.Select(s => KeyValuePair.Create(s.Key, (string?)s.Value)));
        builder.Logging.SetMinimumLevel(LogLevel.Error).AddSimpleConsole();
        builder.Services.AddModules(builder.Configuration, modules, builder.Configuration["Hosted"]?.Split(',')).AddInMemoryTransport();
        OverAws(builder);
    }

    /// <summary>
    /// Does nothing unless the settings make a module remote. Credentials come from the settings: a process has only one environment.
    /// </summary>
    private static void OverAws(IHostApplicationBuilder builder)
    {
        if (builder.Configuration.GetSection("Bus:Aws").Get<AwsOptions>() is { ServiceUrl: not null } options
            && builder.Configuration["AWS_ACCESS_KEY_ID"] is { } key)
        {
            var credentials = new BasicAWSCredentials(key, builder.Configuration["AWS_SECRET_ACCESS_KEY"]);
            builder.Services.AddSingleton(AwsClients.EventBridge(options, credentials, retries: 0));
            builder.Services.AddSingleton<IAmazonSQS>(AwsClients.Sqs(options, credentials));
        }
        builder.Services.AddEventBridgeTransport(builder.Configuration);
    }

    /// <summary>Migrates the database of a host that has been built and not started.</summary>
    internal static async Task<ShopUnderTest> On(IHost host)
    {
        await Migrate(host.Services.GetRequiredService<HostedModules>());
        return new ShopUnderTest(host);
    }

    /// <summary>Short retry delays, so that tests do not wait.</summary>
    private static IEnumerable<KeyValuePair<string, string?>> Quick =>
    [
        new("Bus:RetryDelay", "00:00:00.020"),
        new("Bus:MaxRetryDelay", "00:00:00.200"),
        new("Bus:ArchiveDelay", "00:00:00.010"),
    ];

    private static async Task Migrate(HostedModules modules)
    {
        foreach (var module in modules)
            await DatabaseTemplates.Migrate(module.Name, module.Store.Database.Open);
    }

    /// <summary>Delivers an event that another module would have published.</summary>
    public Task Receive(IEvent published, Guid? eventId = null) => Receive(Envelopes.Of(published, eventId));

    /// <summary>Delivers an envelope to every rule that matches, as a transport would.</summary>
    public async Task Receive(Envelope envelope)
    {
        foreach (var module in Modules)
            await ReceiveBatch(module.Name, [envelope]);
    }

    /// <summary>Delivers envelopes to a module in one batch.</summary>
    /// <param name="module">The module.</param>
    /// <param name="envelopes">The events.</param>
    /// <param name="rule">The one rule that receives them; null for all that match.</param>
    public Task ReceiveBatch(string module, IEnumerable<Envelope> envelopes, string? rule = null)
    {
        var messages =
            from envelope in envelopes
            from candidate in Modules[module].Declaration.Rules
            where rule is null ? candidate.Pattern.Matches(envelope.Json.Span) : candidate.Name == rule
            select new InboxMessage(envelope, candidate);
        return messages.ToList() is { Count: > 0 } batch ? Modules[module].Processor.Process(batch, CancellationToken.None) : Task.CompletedTask;
    }

    /// <summary>Uses a service of the host, such as a module's database, in a scope of its own.</summary>
    public async Task<T> With<TService, T>(Func<TService, Task<T>> use) where TService : notnull
    {
        await using var scope = Services.CreateAsyncScope();
        return await use(scope.ServiceProvider.GetRequiredService<TService>());
    }

    /// <summary>Uses a service of the host in a scope of its own.</summary>
    public async Task With<TService>(Func<TService, Task> use) where TService : notnull
    {
        await using var scope = Services.CreateAsyncScope();
        await use(scope.ServiceProvider.GetRequiredService<TService>());
    }

    /// <summary>
    /// Waits until nothing is in flight and no retry is pending: every outbox is empty, every message is handled or dead-lettered.
    /// </summary>
    public async Task Settle()
    {
        using var patience = new CancellationTokenSource(Patience);
        var bus = Services.GetRequiredService<Bus>();
        do
        {
            await bus.Activity.WaitUntilIdle(patience.Token);
            await bus.SweepNow(patience.Token);
        }
        while (bus.Activity.InFlight > 0 || await AnythingLeft(patience.Token));
    }

    private async Task<bool> AnythingLeft(CancellationToken ct)
    {
        foreach (var module in Modules)
            if (await module.Store.Outbox.Backlog(ct) is { Outbox: > 0 } or { Pending: > 0 } or { InFlight: > 0 })
                return true;
        return false;
    }

    /// <summary>The detail-types of a subject's events, oldest first.</summary>
    public async Task<IReadOnlyList<string>> Published(string subject) =>
        [.. (await Services.GetRequiredService<EventHistory>().Of(subject, CancellationToken.None)).Select(published => published.DetailType)];

    /// <summary>A subject's events of one kind, oldest first.</summary>
    public async Task<IReadOnlyList<TEvent>> Published<TEvent>(string subject) where TEvent : IEvent
    {
        var published = new List<Envelope>();
        foreach (var module in Modules)
            published.AddRange(await module.Store.Archive.PublishedFor(subject, CancellationToken.None));
        return
        [
            .. published.Where(envelope => Is(envelope, EventContract.Of(typeof(TEvent))))
                .OrderBy(envelope => envelope.Metadata.Timestamp).Select(envelope => envelope.Read<TEvent>()),
        ];
    }

    private static bool Is(Envelope envelope, EventContract contract) =>
        (envelope.DetailType, envelope.Metadata.Version) == (contract.DetailType, contract.Version);

    /// <summary>Stops the modules as a terminated process would.</summary>
    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync();
        if (_host is IAsyncDisposable host)
            await host.DisposeAsync();
    }
}
