using Shop.Orders;

namespace Shop.Simulation;

/// <summary>Watches every commit and records violations as they happen.</summary>
internal sealed class Ledger(Weather weather)
{
    // One transaction may make several transitions of an order.
    private static readonly Dictionary<OrderState, HashSet<OrderState>> Reachable = Enum.GetValues<OrderState>().ToDictionary(state => state, From);

    private readonly Dictionary<(Guid, string), int> _effects = [];
    private readonly Dictionary<string, long> _lastPrice = [];

    public List<string> Faults { get; } = [];

    /// <summary>How many single checks were made.</summary>
    public long Checks { get; private set; }

    public void Fault(string what) => Faults.Add(what);

    public int Effects((Guid, string) key) => _effects.GetValueOrDefault(key);

    /// <summary>I3 and I5: no stock below zero, no transition outside the process's table.</summary>
    public void Change(Database database, string key, object row)
    {
        Checks++;
        if (database.Module == "inventory" && row is Shelf { Available: < 0 } or Shelf { Reserved: < 0 })
            Fault($"{key} is below zero.");
        if (row is Order order && database.Find<Order>(key) is { } before && before.State != order.State
            && !Reachable[before.State].Contains(order.State))
            Fault($"{order.Id} went from {before.State} to {order.State}.");
    }

    /// <summary>
    /// I8: an event has one effect per rule. I9: while nothing fails, a subject's events are handled in the order of their publication.
    /// </summary>
    public void RecordHandled(Database database, IReadOnlyList<InboxMessage> handled)
    {
        foreach (var message in handled)
        {
            Checks++;
            if ((_effects[message.Key] = _effects.GetValueOrDefault(message.Key) + 1) > 1)
                Fault($"{message.Envelope.DetailType} of {message.Envelope.Metadata.Subject} had {_effects[message.Key]} effects in {database.Module}/{message.Rule.Name}.");
            if (weather.Calm && message.Envelope.DetailType == "Product Price Changed")
                CheckOrder(message.Envelope.Read<Catalog.Contracts.ProductPriceChanged>());
        }
    }

    private static HashSet<OrderState> From(OrderState state)
    {
        var reached = new HashSet<OrderState>();
        var open = new Queue<OrderState>([state]);
        while (open.TryDequeue(out var from))
            foreach (var step in OrderProcess.Table.Where(step => step.From == from && reached.Add(step.To)))
                open.Enqueue(step.To);
        return reached;
    }

    private void CheckOrder(Catalog.Contracts.ProductPriceChanged changed)
    {
        if (changed.Revision < _lastPrice.GetValueOrDefault(changed.ProductId))
            Fault($"Price {changed.Revision} of {changed.ProductId} was handled after price {_lastPrice[changed.ProductId]}, though nothing had failed.");
        _lastPrice[changed.ProductId] = changed.Revision;
    }
}
