using System.Globalization;
using System.Net;
using Npgsql;
using Shop.Host.Hosting;
using Shop.Testing;

namespace Shop.Torture;

/// <summary>All processes of the shop, as a customer or an operator sees them: any process that hosts a module may respond.</summary>
internal sealed class Street : IAsyncDisposable
{
    public const string OperatorKey = "an-operator-at-work";

    /// <summary>Short, so that the work of a dead process is soon free.</summary>
    public static readonly TimeSpan Lease = TimeSpan.FromSeconds(4);

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan BetweenAttempts = TimeSpan.FromMilliseconds(50);

    private readonly FailPoints _failPoints;
    private readonly Tally _tally;
    private readonly Lock _lock = new();
    private IReadOnlyList<(House House, TorturedShop Shop)> _shops = [];
    private int _turn, _killed;

    private Street(FailPoints failPoints, Tally tally) => (_failPoints, _tally) = (failPoints, tally);

    public static IReadOnlyList<string> Modules { get; } = [.. ShopModules.All.Select(module => module.Name)];

    /// <summary>One module of each kind of process: together they cover all processes.</summary>
    public IReadOnlyList<string> OneOfEach => [.. _shops.Select(one => one.House.Modules[0]).Distinct()];

    /// <summary>Opens the shops, the first before the others, so that only one creates the tables and lists the products.</summary>
    public static async Task<Street> Open(IReadOnlyList<House> houses, FailPoints failPoints, Tally tally)
    {
        var street = new Street(failPoints, tally);
        foreach (var house in houses)
            await street.Add(house);
        return street;
    }

    /// <summary>Opens one more, and returns when it is ready.</summary>
    public async Task Add(House house)
    {
        var shop = new TorturedShop(house, _failPoints.Next, _failPoints.Outlived, _tally);
        shop.Live();
        await Ready(shop);
        lock (_lock)
            _shops = [.. _shops, (house, shop)];
    }

    /// <summary>
    /// Stops the processes that host these modules with SIGTERM, runs something meanwhile, and starts them with another configuration.
    /// </summary>
    public async Task Change(IReadOnlyList<string> modules, House becomes, Func<Task> meanwhile)
    {
        foreach (var (house, shop) in _shops.Where(one => one.House.Modules.SequenceEqual(modules)).ToList())
        {
            lock (_lock)
                _shops = [.. _shops.Select(one => one.Shop == shop ? (becomes, shop) : one)];
            await shop.Become(becomes, meanwhile);
            await Ready(shop);
        }
    }

    /// <summary>Closes the processes that host these modules permanently.</summary>
    public async Task Close(IReadOnlyList<string> modules)
    {
        var closing = _shops.Where(one => one.House.Modules.SequenceEqual(modules)).ToList();
        lock (_lock)
            _shops = [.. _shops.Except(closing)];
        foreach (var (_, shop) in closing)
            await shop.DisposeAsync();
    }

    private static async Task Ready(TorturedShop shop) => (await Insist(() => shop, http => http.GetAsync("/health/ready"))).Dispose();

    /// <summary>The configuration that all processes share.</summary>
    public static IEnumerable<KeyValuePair<string, string?>> Settings(Plan plan)
    {
        foreach (var (key, time) in new Dictionary<string, TimeSpan>
        {
            ["Bus:Lease"] = Lease, ["Bus:SweepInterval"] = TimeSpan.FromSeconds(1), ["Bus:MaxRetryDelay"] = TimeSpan.FromSeconds(2), ["Bus:RedriveDelay"] = TimeSpan.FromSeconds(1),
            ["Payments:Sandbox:SlowResponseDelay"] = Lease / 2, ["Orders:Deadlines:Stock"] = plan.Deadline, ["Orders:Deadlines:Review"] = plan.Deadline,
            ["Orders:Deadlines:Decision"] = plan.Deadline, ["Orders:Deadlines:Payment"] = plan.Deadline,
            ["Shipping:Carrier:CollectsAfter"] = plan.Parcels ? TimeSpan.FromSeconds(1) : TimeSpan.FromDays(1),
            ["Shipping:Carrier:DeliversAfter"] = TimeSpan.FromSeconds(1), ["Shipping:Carrier:PollInterval"] = TimeSpan.FromSeconds(1),
        })
            yield return new(key, time.ToString("c", CultureInfo.InvariantCulture));
        yield return new("Ops:Key", OperatorKey);
        yield return new("Jobs:PollInterval", "00:00:01");
        yield return new("Jobs:shipping:move-shipments", "* * * * * *");
        if (plan.Troubled)
            yield break;
        // No operator reviews large orders.
        yield return new("Payments:Fraud:ReviewAbove", "1000000");
        yield return new("Payments:Fraud:ReviewFromQuantity", "1000");
    }

    // A half-open connection ends after the timeout, which must be short in a run of one minute.
    public static string Through(int port, string connection) => new NpgsqlConnectionStringBuilder(connection) { Port = port, CommandTimeout = 5, Timeout = 5 }.ToString();

    /// <summary>Tries the processes that host a module, one after the other, until one responds.</summary>
    public Task<HttpResponseMessage> Insist(string module, Func<HttpClient, Task<HttpResponseMessage>> ask) => Insist(() =>
    {
        var shops = _shops.Where(one => one.House.Modules.Contains(module)).ToList();
        return shops[(int)((uint)Interlocked.Increment(ref _turn) % shops.Count)].Shop;
    }, ask);

    private static async Task<HttpResponseMessage> Insist(Func<TorturedShop> next, Func<HttpClient, Task<HttpResponseMessage>> ask)
    {
        using var patience = new CancellationTokenSource(Patience);
        while (true)
        {
            try
            {
                var answer = await ask(next().Http);
                if ((int)answer.StatusCode < 500 && !await KeyInUse(answer))
                    return answer;
                answer.Dispose();       // a fault, or the first request with this key is still in progress: retry
            }
            catch (Exception e) when (e is HttpRequestException or TaskCanceledException or IOException)
            {
                patience.Token.ThrowIfCancellationRequested();
            }
            await Task.Delay(BetweenAttempts, patience.Token);
        }
    }

    private static async Task<bool> KeyInUse(HttpResponseMessage answer) =>
        answer.StatusCode == HttpStatusCode.Conflict && (await answer.Json()).GetProperty("code").GetString() == "idempotency_key_in_use";

    /// <summary>kill -9 of one of them, if any that is drawn is open.</summary>
    public bool Kill(Random chance) => _shops[chance.Next(_shops.Count)].Shop.Kill();

    /// <summary>kill -9 of the next of them, as soon as it is open.</summary>
    public async Task KillOnceOpen()
    {
        var (house, shop) = _shops[(int)((uint)Interlocked.Increment(ref _killed) % _shops.Count)];
        while (!shop.Kill())
            await Task.Delay(BetweenAttempts);
        if (_shops.Count > 1)
            _tally.Count($"{Tallied.Kills} with {string.Join(", ", house.Modules)}");
    }

    /// <summary>No process dies at failpoints any more: those that still would are killed once, and restarted without.</summary>
    public void Calm()
    {
        foreach (var (_, shop) in _shops)
            shop.Calm();
    }

    public async ValueTask DisposeAsync() => await Task.WhenAll(_shops.Select(one => one.Shop.DisposeAsync().AsTask()));
}
