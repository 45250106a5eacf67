using System.Diagnostics;
using Shop.Testing;

namespace Shop.Torture;

/// <summary>A shop at an address, restarted on the same data whenever its process ends.</summary>
internal sealed class TorturedShop : IAsyncDisposable
{
    private const int Killed = 128 + 9;
    private static readonly TimeSpan BeforeNextStart = TimeSpan.FromMilliseconds(200);

    private readonly Func<Torments> _torments;
    private readonly Action<Torments> _outlived;
    private readonly Tally _tally;
    private readonly Uri _url = new($"http://127.0.0.1:{ShopProcess.FreePort()}");
    private readonly TextWriter _log;
    private readonly Lock _lock = new();
    private House _house;
    private Incarnation _life;
    private bool _closing;
    private Func<Task>? _becoming;
    private Task _living = Task.CompletedTask;

    /// <param name="house">The configuration of its processes.</param>
    /// <param name="torments">The faults inside the next process.</param>
    /// <param name="outlived">Called with the torments of a process that ended before its failpoint.</param>
    /// <param name="tally">Counts its ends.</param>
    public TorturedShop(House house, Func<Torments> torments, Action<Torments> outlived, Tally tally)
    {
        (_house, _torments, _outlived, _tally) = (house, torments, outlived, tally);
        _log = TextWriter.Synchronized(new StreamWriter(Path.Combine(Path.GetTempPath(), $"shop-torture-{_url.Port}.log")) { AutoFlush = true });
        Http = new HttpClient { BaseAddress = _url, Timeout = TimeSpan.FromSeconds(20) };
        _life = Begin();
    }

    public HttpClient Http { get; }

    /// <summary>Restarts it until it is closed.</summary>
    public void Live() => _living = Task.Run(async () =>
    {
        Stopwatch? dead = null;
        while (true)
        {
            if (dead is { } since)
                _ = _life.FirstEffect.ContinueWith(_ => _tally.Took("kill -9 to the first effect of the next process", since.Elapsed), TaskScheduler.Default);
            var code = await _life.End();
            if (_closing)
            {
                _tally.Expect(code == 0, () => $"A process stopped by SIGTERM ended with {code}.");
                return;
            }
            if (_becoming is { } become)
            {
                _tally.Expect(code == 0, () => $"A process stopped by SIGTERM ended with {code}.");
                await become();
                continue;
            }
            dead = Judge(code) ? Stopwatch.StartNew() : null;
            if (dead is null)
                await Task.Delay(BeforeNextStart);
            lock (_lock)
                _life = Begin();
        }
    });

    private Incarnation Begin() => Incarnation.Begin(_url, _house, _torments(), _log, _tally);

    /// <summary>Whether it was killed.</summary>
    private bool Judge(int code)
    {
        if (code == Killed)
        {
            _tally.Count(Tallied.Kills);
            if (_life.WasKilled) _outlived(_life.Torments);
            else _tally.Count($"{Tallied.Kills}: {_life.Torments.DieAt}");
            return true;
        }
        _outlived(_life.Torments);
        if (_life.Opened)
            _tally.Fault($"A process ended by itself, with {code}: see its log, shop-torture-{_url.Port}.log.");
        else
            _tally.Count("starts that found no database");
        return false;
    }

    /// <summary>kill -9, unless it is being started.</summary>
    public bool Kill()
    {
        lock (_lock)
        {
            if (!_life.Opened || _life.WasKilled)
                return false;
            _life.Kill();
            return true;
        }
    }

    /// <summary>
    /// Stops it with SIGTERM, runs something meanwhile, and starts it with another configuration; returns when the start has begun.
    /// </summary>
    public async Task Become(House house, Func<Task> meanwhile)
    {
        var begun = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _becoming = async () =>
        {
            await meanwhile();
            lock (_lock)
                (_house, _becoming, _life) = (house, null, Incarnation.Begin(_url, house, _torments(), _log, _tally));
            begun.SetResult();
        };
        await _life.Terminate();
        await begun.Task;
    }

    /// <summary>Kills it if it would still die at a failpoint; the next does not.</summary>
    public void Calm()
    {
        lock (_lock)
            if (_life.Torments.DieAt is not null || _life.Torments.SlowCommits > 0)
                _life.Kill();
    }

    /// <summary>SIGTERM, and no further start.</summary>
    public async ValueTask DisposeAsync()
    {
        _closing = true;
        await _life.Terminate();
        await _living;
        Http.Dispose();
        await _log.DisposeAsync();
    }
}
