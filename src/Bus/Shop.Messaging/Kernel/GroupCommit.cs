using System.Collections.Concurrent;

namespace Shop.Messaging.Kernel;

/// <summary>
/// Group commit: items that arrive while a transaction is in flight wait for it to end and are committed together by the next one. A single
/// item is committed at once; under load one commit serves many.
/// </summary>
/// <typeparam name="TItem">What is committed.</typeparam>
/// <param name="limit">How many items are committed together at most.</param>
/// <param name="commit">
/// Commits items in one transaction, all or none. When it throws, each item is committed alone, so that only the one at fault fails.
/// </param>
public sealed class GroupCommit<TItem>(int limit, Func<IReadOnlyList<TItem>, Task> commit)
{
    private readonly ConcurrentQueue<Waiting> _waiting = new();
    private int _committing;

    /// <summary>Returns when the item is committed.</summary>
    /// <param name="item">What to commit.</param>
    /// <param name="ct">Ends the wait; the item may be committed all the same.</param>
    /// <exception cref="Exception">Whatever prevented this item, and not its neighbours, from being committed.</exception>
    public Task Commit(TItem item, CancellationToken ct)
    {
        var own = new Waiting(item);
        _waiting.Enqueue(own);
        if (Interlocked.Exchange(ref _committing, 1) == 0)
            _ = Task.Run(CommitWaiting, CancellationToken.None);
        return own.Committed.Task.WaitAsync(ct);
    }

    private async Task CommitWaiting()
    {
        do
        {
            while (Take() is { Count: > 0 } group)
                await CommitTogether(group);
            Volatile.Write(ref _committing, 0);
        }
        // An item that was queued after the last Take saw this loop still at work, and relies on it.
        while (!_waiting.IsEmpty && Interlocked.Exchange(ref _committing, 1) == 0);
    }

    private List<Waiting> Take()
    {
        var group = new List<Waiting>();
        while (group.Count < limit && _waiting.TryDequeue(out var next))
            group.Add(next);
        return group;
    }

    private async Task CommitTogether(IReadOnlyList<Waiting> group)
    {
        try
        {
            await commit([.. group.Select(waiting => waiting.Item)]);
            foreach (var waiting in group)
                waiting.Committed.SetResult();
        }
        catch (Exception e) when (group.Count == 1)
        {
            group[0].Committed.SetException(e);
        }
        catch
        {
            foreach (var waiting in group)
                await CommitTogether([waiting]);
        }
    }

    private sealed record Waiting(TItem Item)
    {
        public TaskCompletionSource Committed { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
