namespace Shop.Messaging.Kernel;

/// <summary>Counts what is in flight in this process, so that a test or a stopping host can wait until the bus is idle.</summary>
public sealed class BusActivity
{
    private readonly Lock _lock = new();
    private long _inFlight;
    private TaskCompletionSource? _idle;

    /// <summary>How many events, retries and external calls are in flight.</summary>
    public long InFlight => Interlocked.Read(ref _inFlight);

    internal void Begin() => Interlocked.Increment(ref _inFlight);

    internal void End()
    {
        if (Interlocked.Decrement(ref _inFlight) > 0)
            return;
        lock (_lock)
        {
            if (InFlight > 0) return;
            _idle?.TrySetResult();
            _idle = null;
        }
    }

    /// <summary>Waits until nothing is in flight.</summary>
    public Task WaitUntilIdle(CancellationToken ct = default)
    {
        lock (_lock)
        {
            if (InFlight == 0) return Task.CompletedTask;
            _idle ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            return _idle.Task.WaitAsync(ct);
        }
    }
}
