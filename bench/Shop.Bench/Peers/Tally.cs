using System.Collections.Concurrent;
using System.Diagnostics;

namespace Shop.Bench.Peers;

/// <summary>When each order was committed, handled by the inventory, and marked (committed too), by the stopwatch.</summary>
internal sealed class Tally
{
    private readonly ConcurrentDictionary<Guid, OrderTimes> _orders = [];

    public OrderTimes Begin(Guid order) => _orders[order] = new OrderTimes();

    public void Received(IReadOnlyList<Received<OrderCreated>> received)
    {
        var now = Stopwatch.GetTimestamp();
        foreach (var order in received)
            _orders[order.Event.OrderId].Received = now;
    }

    public void Marked(IReadOnlyList<Guid> orders)
    {
        var now = Stopwatch.GetTimestamp();
        foreach (var order in orders)
            _orders[order].Marked = now;
    }

    /// <summary>Whoever was committed and has been marked.</summary>
    public IReadOnlyList<OrderTimes> Complete => [.. _orders.Values.Where(order => order is { Committed: > 0, Received: > 0, Marked: > 0 })];

    public void Clear() => _orders.Clear();
}

internal sealed class OrderTimes
{
    public long Committed { get; set; }
    public long Received { get; set; }
    public long Marked { get; set; }
}

/// <summary>Lives as long as the batch's scope, which ends when the batch is committed: only then are its orders marked.</summary>
internal sealed class MarkedOnCommit(Tally tally) : IDisposable
{
    private readonly List<Guid> _orders = [];

    public void Add(IReadOnlyList<Guid> orders) => _orders.AddRange(orders);

    public void Dispose() => tally.Marked(_orders);
}
