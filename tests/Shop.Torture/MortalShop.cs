using System.Net;
using Shop.Testing;

namespace Shop.Torture;

/// <summary>A shop that is killed and started again on the same data and address.</summary>
internal sealed class MortalShop : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    private readonly int _port = ShopProcess.FreePort();
    private readonly Lock _lock = new();
    private Func<int, Task<ShopProcess>> _launch;
    private Task<ShopProcess> _running;
    private int _kills;

    private MortalShop(Func<int, Task<ShopProcess>> launch)
    {
        _launch = launch;
        _running = launch(_port);
    }

    public int Kills => _kills;

    // A sandbox that fails "once" has forgotten so after each kill, and the waits between tries grow with each: here they stay short.
    public static Task<MortalShop> Start(TestDatabase database) => Start(port => ShopProcess.Start(database, port, "--Bus:LastRetryWithin=00:00:02"));

    /// <summary>A shop that is launched so, on a port that stays the same.</summary>
    public static async Task<MortalShop> Start(Func<int, Task<ShopProcess>> launch)
    {
        var shop = new MortalShop(launch);
        await shop._running;
        return shop;
    }

    /// <summary>Kills the process now and begins to start the next; two kills that come at once follow each other.</summary>
    public void KillAndRestart()
    {
        lock (_lock)
            _running = KillThenLaunch(_running);
    }

    private async Task<ShopProcess> KillThenLaunch(Task<ShopProcess> running)
    {
        await using (var dies = await running)
            await dies.Kill();
        Interlocked.Increment(ref _kills);
        return await _launch(_port);
    }

    /// <summary>Stops it as a system does, lets something be done meanwhile, and launches it otherwise. Who asks it then waits for it.</summary>
    public Task Become(Func<int, Task<ShopProcess>> launch, Func<Task>? meanwhile = null)
    {
        lock (_lock)
        {
            _launch = launch;
            return _running = StopThenLaunch(_running, meanwhile);
        }
    }

    private async Task<ShopProcess> StopThenLaunch(Task<ShopProcess> running, Func<Task>? meanwhile)
    {
        await using (var stops = await running)
            await stops.Terminate();
        await (meanwhile?.Invoke() ?? Task.CompletedTask);
        return await _launch(_port);
    }

    /// <summary>Asks until there is an answer, whoever gives it.</summary>
    public async Task<HttpResponseMessage> Insist(Func<HttpClient, Task<HttpResponseMessage>> ask)
    {
        using var patience = new CancellationTokenSource(Patience);
        while (true)
        {
            var shop = await Volatile.Read(ref _running).WaitAsync(patience.Token);
            try
            {
                var answer = await ask(shop.Http);
                if ((int)answer.StatusCode < 500 && !await KeyInUse(answer))
                    return answer;
                answer.Dispose();       // the shop stumbled, or the first request with this key is under way still: ask again
            }
            catch (Exception e) when (e is HttpRequestException or TaskCanceledException or ObjectDisposedException or IOException)
            {
                patience.Token.ThrowIfCancellationRequested();
                await Task.Yield();
            }
        }
    }

    private static async Task<bool> KeyInUse(HttpResponseMessage answer) =>
        answer.StatusCode == HttpStatusCode.Conflict && (await answer.Json()).GetProperty("code").GetString() == "idempotency_key_in_use";

    /// <summary>Returns when the process that is being launched is ready.</summary>
    public async Task Ready() => await Volatile.Read(ref _running);

    /// <summary>Waits until no event is on its way or waiting any more.</summary>
    public async Task Quiet() => await (await _running).Http.Until("/health/ready", health => health.GetProperty("modules").EnumerateObject()
        .All(module => module.Value.GetProperty("outbox").GetInt64() == 0 && module.Value.GetProperty("waiting").GetInt64() == 0));

    public async Task<int> Terminate() => await (await _running).Terminate();

    public async ValueTask DisposeAsync() => await (await _running).DisposeAsync();
}
