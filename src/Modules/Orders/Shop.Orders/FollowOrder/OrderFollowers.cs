using System.Collections.Concurrent;

namespace Shop.Orders;

/// <summary>Wakes the streams of an order when this process has changed it.</summary>
internal sealed class OrderFollowers
{
    private readonly ConcurrentDictionary<string, TaskCompletionSource> _waiting = new();

    /// <summary>Ends when the order changes.</summary>
    public Task NextChange(string orderId) =>
        _waiting.GetOrAdd(orderId, _ => new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).Task;

    /// <summary>Ends what everybody waits for who follows the order; they look at it, and wait again.</summary>
    public void Notify(string orderId)
    {
        if (_waiting.TryRemove(orderId, out var waiting))
            waiting.TrySetResult();
    }
}
