namespace Shop.Messaging;

/// <summary>Counts what is on its way in this process, so that a test or a stopping host can wait until it is quiet.</summary>
public sealed class BusActivity
{
    private readonly Lock _lock = new();
    private long _underWay;
    private TaskCompletionSource? _quiet;

    /// <summary>How many events, retries and calls are on their way.</summary>
    public long UnderWay => Interlocked.Read(ref _underWay);

    internal void Begin() => Interlocked.Increment(ref _underWay);

    internal void End()
    {
        if (Interlocked.Decrement(ref _underWay) > 0)
            return;
        lock (_lock)
        {
            if (UnderWay > 0) return;
            _quiet?.TrySetResult();
            _quiet = null;
        }
    }

    /// <summary>Waits until nothing is on its way.</summary>
    public Task Quiet(CancellationToken ct = default)
    {
        lock (_lock)
        {
            if (UnderWay == 0) return Task.CompletedTask;
            _quiet ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            return _quiet.Task.WaitAsync(ct);
        }
    }
}
