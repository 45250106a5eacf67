namespace Shop.Messaging.Kernel;

/// <summary>Wakes a loop that waits. Set while the loop is at work, it makes the loop run once more.</summary>
internal sealed class AsyncSignal
{
    private readonly Lock _lock = new();
    private TaskCompletionSource? _waiting;
    private bool _isSet;

    public void Set()
    {
        lock (_lock)
        {
            _isSet = true;
            _waiting?.TrySetResult();
        }
    }

    /// <summary>Returns when it is set, after a time, or when it is cancelled; never throws. One loop waits at a time.</summary>
    public async Task Wait(TimeSpan atMost, TimeProvider time, CancellationToken ct)
    {
        var waiting = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_lock)
        {
            _waiting = waiting;
            if (_isSet)
                waiting.SetResult();
        }
        await using (time.CreateTimer(End, waiting, atMost, Timeout.InfiniteTimeSpan))
        await using (ct.Register(End, waiting))
            await waiting.Task;
        lock (_lock)
            (_waiting, _isSet) = (null, false);
    }

    private static void End(object? waiting) => ((TaskCompletionSource)waiting!).TrySetResult();
}
