using System.Globalization;
using System.Net;
using Npgsql;
using Shop.Host.Hosting;
using Shop.Messaging;
using Shop.Testing;

namespace Shop.Torture;

/// <summary>All shops on the one database, as a customer or an operator sees them: whoever answers, answers for all.</summary>
internal sealed class Street : IAsyncDisposable
{
    public const string OperatorKey = "an-operator-at-work";

    /// <summary>Short, so that what a process had in hand when it died is soon anybody's.</summary>
    public static readonly TimeSpan Lease = TimeSpan.FromSeconds(4);

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan BetweenTries = TimeSpan.FromMilliseconds(50);

    private readonly List<TorturedShop> _shops;
    private int _turn;

    private Street(List<TorturedShop> shops) => _shops = shops;

    public static IReadOnlyList<string> Modules { get; } = [.. ShopModules.All.Select(module => module.Name)];

    /// <summary>Opens the shops, the first before the others, so that one alone makes the tables and lists the products.</summary>
    public static async Task<Street> Open(Plan plan, TestDatabase database, int? proxyPort, FailPoints failPoints, Tally tally)
    {
        var settings = Settings(plan, database, proxyPort).ToList();
        var shops = new List<TorturedShop>();
        for (var i = 0; i < plan.Processes; i++)
        {
            shops.Add(new TorturedShop(settings, failPoints.Next, failPoints.Outlived, tally));
            shops[^1].Live();
            (await new Street([shops[^1]]).Insist(http => http.GetAsync("/health/ready"))).Dispose();
        }
        return new Street(shops);
    }

    private static IEnumerable<KeyValuePair<string, string?>> Settings(Plan plan, TestDatabase database, int? proxyPort)
    {
        foreach (var (key, value) in database.Settings(Modules))
            yield return new(key, proxyPort is { } port ? Through(port, value!) : value);
        foreach (var (key, time) in new Dictionary<string, TimeSpan>
        {
            ["Bus:Lease"] = Lease, ["Bus:SweepEvery"] = TimeSpan.FromSeconds(1), ["Bus:LastRetryWithin"] = TimeSpan.FromSeconds(2), ["Bus:RedriveAfter"] = TimeSpan.FromSeconds(1),
            ["Payments:Sandbox:SlowAnswer"] = Lease / 2, ["Orders:Deadlines:Stock"] = plan.Deadline, ["Orders:Deadlines:Review"] = plan.Deadline,
            ["Orders:Deadlines:Decision"] = plan.Deadline, ["Orders:Deadlines:Payment"] = plan.Deadline,
            // Parcels stay where they are, so that a confirmed order is one that has ended.
            ["Shipping:Carrier:CollectsAfter"] = TimeSpan.FromDays(1),
        })
            yield return new(key, time.ToString("c", CultureInfo.InvariantCulture));
        yield return new("Ops:Key", OperatorKey);
    }

    // A connection that has gone deaf is given up after the timeout: in a run of a minute that must not be half of it.
    private static string Through(int port, string connection) => new NpgsqlConnectionStringBuilder(connection) { Port = port, CommandTimeout = 5, Timeout = 5 }.ToString();

    /// <summary>Asks one after the other until there is an answer.</summary>
    public async Task<HttpResponseMessage> Insist(Func<HttpClient, Task<HttpResponseMessage>> ask)
    {
        using var patience = new CancellationTokenSource(Patience);
        while (true)
        {
            try
            {
                var answer = await ask(_shops[(int)((uint)Interlocked.Increment(ref _turn) % _shops.Count)].Http);
                if ((int)answer.StatusCode < 500 && !await KeyInUse(answer))
                    return answer;
                answer.Dispose();       // the shop stumbled, or the first request with this key is under way still: ask again
            }
            catch (Exception e) when (e is HttpRequestException or TaskCanceledException or IOException)
            {
                patience.Token.ThrowIfCancellationRequested();
            }
            await Task.Delay(BetweenTries, patience.Token);
        }
    }

    private static async Task<bool> KeyInUse(HttpResponseMessage answer) =>
        answer.StatusCode == HttpStatusCode.Conflict && (await answer.Json()).GetProperty("code").GetString() == "idempotency_key_in_use";

    /// <summary>kill -9 of one of them, if any that is drawn is open.</summary>
    public bool Kill(Random chance) => _shops[chance.Next(_shops.Count)].Kill();

    /// <summary>kill -9 of the next of them, as soon as it is open.</summary>
    public async Task KillOnceOpen()
    {
        var shop = _shops[(int)((uint)Interlocked.Increment(ref _turn) % _shops.Count)];
        while (!shop.Kill())
            await Task.Delay(BetweenTries);
    }

    /// <summary>No process dies of itself any more: those that still would are killed once, and live on without.</summary>
    public void Calm() => _shops.ForEach(shop => shop.Calm());

    public async ValueTask DisposeAsync() => await Task.WhenAll(_shops.Select(shop => shop.DisposeAsync().AsTask()));
}
