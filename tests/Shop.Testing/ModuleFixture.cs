using System.Data.Common;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Shop.Events;

namespace Shop.Testing;

/// <summary>
/// One module alone on a database of its own, behind HTTP: other modules' events and requests in, its own events out. The tests of a module
/// derive their fixture from it and add what they often need.
/// </summary>
/// <typeparam name="TModule">The module.</typeparam>
public abstract class ModuleFixture<TModule> : IAsyncDisposable where TModule : IModule, new()
{
    private readonly TModule _module = new();
    private ShopOverHttp? _running;
    private TestDatabase? _database;
    private Func<Task<ShopOverHttp>>? _start;
    private bool _ownsDatabase;

    /// <summary>The module with the bus.</summary>
    public ShopUnderTest Shop => Running.Shop;

    /// <summary>A client of its API.</summary>
    public HttpClient Http => Running.Http;

    /// <summary>Its database.</summary>
    public TestDatabase Database => _database ?? throw new InvalidOperationException("Call Start first.");

    /// <summary>The module's clock, if the fixture was started with it: it stands still but for a millisecond a reading.</summary>
    public FakeTimeProvider Clock { get; } = new(DateTimeOffset.UtcNow) { AutoAdvanceAmount = TimeSpan.FromMilliseconds(1) };

    private ShopOverHttp Running => _running ?? throw new InvalidOperationException("Call Start first.");

    /// <summary>Modules that run beside it; none by default.</summary>
    protected virtual IReadOnlyList<IModule> Beside => [];

    /// <summary>Starts the module on a new database.</summary>
    /// <param name="store">The kind of store.</param>
    /// <param name="services">Replaces services, such as a gateway.</param>
    /// <param name="clock">The module's clock; null for the system's.</param>
    /// <param name="settings">Settings: <c>("Inventory:Reservations:ExpireAfter", "7.00:00:00")</c>.</param>
    protected async Task Start(
        StoreKind store, Action<IServiceCollection>? services = null, TimeProvider? clock = null, params (string Key, string Value)[] settings)
    {
        var database = await TestDatabase.CreateAsync(store, [_module.Name, .. Beside.Select(module => module.Name)]);
        _ownsDatabase = true;
        await Start(database, services, clock, settings);
    }

    /// <summary>Starts the module on a database that outlives it.</summary>
    /// <inheritdoc cref="Start(StoreKind, Action{IServiceCollection}?, TimeProvider?, ValueTuple{string, string}[])"/>
    protected async Task Start(
        TestDatabase database, Action<IServiceCollection>? services = null, TimeProvider? clock = null, params (string Key, string Value)[] settings)
    {
        _database = database;
        _start = () => ShopOverHttp.Start(database, [_module, .. Beside], all =>
        {
            if (clock is not null)
                all.AddSingleton(clock);
            services?.Invoke(all);
        }, settings);
        _running = await _start();
    }

    /// <summary>Stops the module, and starts it again on the same data.</summary>
    public async Task Restart()
    {
        await Running.DisposeAsync();
        _running = await _start!();
    }

    /// <summary>Starts a second process's module on the same data; the caller disposes it.</summary>
    public Task<ShopOverHttp> StartAnother() => _start!();

    /// <summary>Delivers other modules' events one after the other and waits until the module is idle.</summary>
    public async Task Receive(params IEvent[] events)
    {
        foreach (var published in events)
            await Shop.Receive(published);
        await Shop.Settle();
    }

    /// <summary>The detail-types of a subject's events, oldest first: <c>Payment Processed, Payment Captured</c>.</summary>
    public async Task<string> Published(string subject) => string.Join(", ", await Shop.Published(subject));

    /// <summary>All events of a type that the module published.</summary>
    public async Task<IReadOnlyList<TEvent>> Published<TEvent>() where TEvent : IEvent
    {
        var type = EventContract.Of(typeof(TEvent)).DetailType;
        var envelopes = await Query(
            $"select envelope from archive where detail_type = '{type}' union all select envelope from outbox where detail_type = '{type}'",
            row => row.GetString(0));
        return [.. envelopes.Select(json => Envelope.Parse(Encoding.UTF8.GetBytes(json)).Read<TEvent>())];
    }

    /// <summary>Reads rows of the module's database.</summary>
    public async Task<IReadOnlyList<T>> Query<T>(string sql, Func<DbDataReader, T> read)
    {
        await using var connection = await Database.OpenAsync(_module.Name);
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        await using var row = await command.ExecuteReaderAsync();
        var rows = new List<T>();
        while (await row.ReadAsync())
            rows.Add(read(row));
        return rows;
    }

    /// <summary>Runs a statement in the module's database.</summary>
    public async Task Execute(string sql)
    {
        await using var connection = await Database.OpenAsync(_module.Name);
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        await command.ExecuteNonQueryAsync();
    }

    /// <summary>Stops the module and removes its database.</summary>
    public virtual async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        if (_running is not null)
            await _running.DisposeAsync();
        if (_database is not null && _ownsDatabase)
            await _database.DisposeAsync();
    }
}
