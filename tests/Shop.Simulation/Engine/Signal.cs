using System.Runtime.CompilerServices;

namespace Shop.Simulation;

/// <summary>Wakes all waiters.</summary>
internal sealed class Signal(Scheduler scheduler)
{
    private readonly List<(Life Life, Action Go)> _waiting = [];

    public void Ring()
    {
        foreach (var (life, go) in _waiting)
            scheduler.Queue(life, go);
        _waiting.Clear();
    }

    public Waiting Wait(Life life) => new(this, life);

    internal readonly struct Waiting(Signal signal, Life life) : ICriticalNotifyCompletion
    {
        public Waiting GetAwaiter() => this;

        public bool IsCompleted => false;

        public void GetResult()
        {
            // No result.
        }

        public void OnCompleted(Action continuation) => UnsafeOnCompleted(continuation);

        public void UnsafeOnCompleted(Action continuation) => signal._waiting.Add((life, continuation));
    }
}
