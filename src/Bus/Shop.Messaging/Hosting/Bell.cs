namespace Shop.Messaging;

/// <summary>Wakes a loop that otherwise sleeps. Rung while the loop is at work, it lets it go round once more.</summary>
internal sealed class Bell
{
    private TaskCompletionSource _rung = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public void Ring() => Volatile.Read(ref _rung).TrySetResult();

    /// <summary>Returns when it rings, after a time, or when it is cancelled; never throws.</summary>
    public async Task Wait(TimeSpan atMost, CancellationToken ct)
    {
        var rung = Volatile.Read(ref _rung);
        await rung.Task.WaitAsync(atMost, ct).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (rung.Task.IsCompleted)
            Volatile.Write(ref _rung, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
    }
}
