using System.Collections.Concurrent;

namespace Shop.Orders;

/// <summary>Wakes the event streams of an order when this process changes it.</summary>
internal sealed class OrderFollowers
{
    private readonly ConcurrentDictionary<string, TaskCompletionSource> _waiting = new();

    /// <summary>Completes when the order changes.</summary>
    public Task NextChange(string orderId) =>
        _waiting.GetOrAdd(orderId, _ => new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).Task;

    /// <summary>Completes every pending wait for the order; the streams reload it and wait again.</summary>
    public void Notify(string orderId)
    {
        if (_waiting.TryRemove(orderId, out var waiting))
            waiting.TrySetResult();
    }
}
