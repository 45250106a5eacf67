namespace Shop.Messaging;

/// <summary>Wakes a loop that otherwise sleeps. Rung while the loop is at work, it lets it go round once more.</summary>
internal sealed class AsyncSignal
{
    private TaskCompletionSource _set = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public void Set() => Volatile.Read(ref _set).TrySetResult();

    /// <summary>Returns when it rings, after a time, or when it is cancelled; never throws.</summary>
    public async Task Wait(TimeSpan atMost, CancellationToken ct)
    {
        var rung = Volatile.Read(ref _set);
        await rung.Task.WaitAsync(atMost, ct).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (rung.Task.IsCompleted)
            Volatile.Write(ref _set, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
    }
}
