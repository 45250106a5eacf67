using System.Runtime.CompilerServices;

namespace Shop.Simulation;

/// <summary>
/// Runs many actors' async code on one thread: at every await of <see cref="Turn"/> or <see cref="Sleep"/>, and wherever the product's own
/// code waits, the seed draws which actor continues. It is the clock of the simulated world; time passes a little with each turn, and jumps
/// when every actor sleeps.
/// </summary>
internal sealed class Scheduler(int seed) : TimeProvider
{
    private readonly List<(Life Life, Action Go)> _ready = [];
    private readonly PriorityQueue<(Life Life, Action Go), (long At, long Order)> _sleeping = new();
    private long _now = new DateTime(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc).Ticks;
    private long _order;

    public Random Chance { get; } = new(seed);

    public DateTime Now => new(_now, DateTimeKind.Utc);

    public override DateTimeOffset GetUtcNow() => new(_now, TimeSpan.Zero);

    /// <summary>The exception that ended an actor, which none should have.</summary>
    public Exception? Broken { get; private set; }

    /// <summary>Ends the run with a fault of the simulation itself, which the product must not mistake for a handler's.</summary>
    public Exception Break(string why)
    {
        Broken ??= new NotSupportedException(why);
        return Broken;
    }

    /// <summary>A checksum of the order of turns: two runs of a seed have the same.</summary>
    public ulong Trace { get; private set; } = 14695981039346656037;

    /// <summary>Whether something with this chance happens now.</summary>
    public bool Happens(double chance) => chance > 0 && Chance.NextDouble() < chance;

    /// <summary>A time below a bound.</summary>
    public TimeSpan Within(TimeSpan bound) => bound * Chance.NextDouble();

    public Pause Turn(Life life) => new(this, life, TimeSpan.Zero);

    public Pause Sleep(Life life, TimeSpan time) => new(this, life, time);

    /// <summary>Begins an actor. When its life ends, it never gets a turn again.</summary>
    public void Begin(Life life, Func<Task> actor) => Queue(life, async () =>
    {
        try
        {
            await actor();
        }
        catch (Exception e)
        {
            Broken ??= e;
        }
    });

    /// <summary>Does something once, later.</summary>
    public void Later(Life life, TimeSpan after, Action action) => _sleeping.Enqueue((life, action), (_now + after.Ticks, _order++));

    public void Queue(Life life, Action go) => _ready.Add((life, go));

    /// <summary>Runs all actors until a condition holds, all sleep forever, one fails, or a time is reached.</summary>
    public bool Run(Func<bool> until, TimeSpan within)
    {
        var end = _now + within.Ticks;
        while (Broken is null && !until())
        {
            if (_ready.Count == 0 && _sleeping.Count == 0 || _now > end)
                return false;
            Next();
        }
        return Broken is null;
    }

    private void Next()
    {
        _now += Chance.Next(1, 2 * (int)TimeSpan.TicksPerMillisecond);
        if (_ready.Count == 0 && _sleeping.TryPeek(out _, out var first))
            _now = Math.Max(_now, first.At);
        while (_sleeping.TryPeek(out _, out var due) && due.At <= _now)
            _ready.Add(_sleeping.Dequeue());
        if (_ready.Count == 0)
            return;
        var drawn = Chance.Next(_ready.Count);
        var (life, go) = _ready[drawn];
        _ready[drawn] = _ready[^1];
        _ready.RemoveAt(_ready.Count - 1);
        Trace = (Trace ^ (ulong)drawn ^ (ulong)_now) * 1099511628211;
        if (life.Over)
            return;
        // The product's continuations run here, as an actor of the same life, and never on another thread.
        SynchronizationContext.SetSynchronizationContext(life.ContextOf(this));
        go();
        SynchronizationContext.SetSynchronizationContext(null);
    }
}

/// <summary>The shared life of actors that end together: a process, a server.</summary>
internal sealed class Life
{
    private ActorContext? _context;

    public bool Over { get; set; }

    public SynchronizationContext ContextOf(Scheduler scheduler) => _context ??= new ActorContext(scheduler, this);

    private sealed class ActorContext(Scheduler scheduler, Life life) : SynchronizationContext
    {
        public override void Post(SendOrPostCallback d, object? state) => scheduler.Queue(life, () => d(state));

        public override void Send(SendOrPostCallback d, object? state) => throw new NotSupportedException("An actor never blocks.");
    }
}

/// <summary>Timers of a process: the product's waits and time-outs, in the simulated world's time. They end with its life.</summary>
internal sealed class Timers(Scheduler scheduler, Life life) : TimeProvider
{
    public override DateTimeOffset GetUtcNow() => scheduler.GetUtcNow();

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new Timer(scheduler, life, () => callback(state));
        timer.Change(dueTime, period);
        return timer;
    }

    private sealed class Timer(Scheduler scheduler, Life life, Action callback) : ITimer
    {
        private int _set;

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            var set = ++_set;
            if (dueTime != Timeout.InfiniteTimeSpan)
                scheduler.Later(life, dueTime, () =>
                {
                    if (set == _set)
                        callback();
                });
            return true;
        }

        public void Dispose() => _set++;

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}

/// <summary>Awaiting it gives other actors a turn.</summary>
internal readonly struct Pause(Scheduler scheduler, Life life, TimeSpan time) : ICriticalNotifyCompletion
{
    public Pause GetAwaiter() => this;

    public bool IsCompleted => false;

    public void GetResult()
    {
        // No result.
    }

    public void OnCompleted(Action continuation) => UnsafeOnCompleted(continuation);

    public void UnsafeOnCompleted(Action continuation)
    {
        if (time > TimeSpan.Zero) scheduler.Later(life, time, continuation);
        else scheduler.Queue(life, continuation);
    }
}
