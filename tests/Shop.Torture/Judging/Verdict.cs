using System.Text.Json;
using Shop.Orders;
using Shop.Testing;

namespace Shop.Torture;

/// <summary>Checks the modules' own tables when the shop is idle. The invariants' names are those of the reliability page.</summary>
internal sealed class Verdict(Plan plan, TestDatabase database, IReadOnlyCollection<string> taken, Tally tally)
{
    private static readonly HashSet<string> MayRepeat = ["Event Delivery Failed", "Order Held", "Order Resumed"];

    private readonly Dictionary<(string Subject, string Type), int> _published = [];
    private List<OrderRow> _orders = [];

    public async Task Judge()
    {
        await Orders();
        await Events();
        await Stock();
        await Payments();
        foreach (var module in Street.Modules)
            await NothingLeft(module);
        if (database.Store == StoreKind.Postgres)
            await NoOpenTransactions();
    }

    /// <summary>I4: every accepted order exists and has ended.</summary>
    private async Task Orders()
    {
        _orders = await Tables.Read(database, "orders", "select id, state, total, lines, status_reason from orders", row => new OrderRow(
            row.GetString(0), Enum.Parse<OrderState>(row.GetString(1)), row.GetInt64(2), Lines(row.GetString(3)), row.IsDBNull(4) ? "" : row.GetString(4)));
        var known = _orders.Select(order => order.Id).ToHashSet();
        foreach (var lost in taken.Where(id => !known.Contains(id)))
            tally.Fault($"{lost} was taken, and is not there.");
        tally.Expect(_orders.Count == taken.Count, () => $"{taken.Count} orders were taken, but there are {_orders.Count}.");
        foreach (var order in _orders)
            tally.Expect(HasEnded(order), () => $"{order.Id} has not ended: {order.State}.");
        foreach (var ended in _orders.GroupBy(order => $"orders {order.State} {order.Reason}".TrimEnd().ToLowerInvariant()))
            tally.Count(ended.Key, ended.Count());
    }

    private bool HasEnded(OrderRow order) => plan.Parcels ? order.State is OrderState.Delivered or OrderState.Cancelled : OrderProcess.IsSettled(order.State);

    /// <summary>
    /// I6, I7, I8: each step was published once, each step of a cancelled order compensated once, and each event handled by every matching
    /// rule. An order may be held again, but is resumed in between.
    /// </summary>
    private async Task Events()
    {
        var rules = ShopRules.All;
        var received = await Handled();
        foreach (var module in Street.Modules)
            foreach (var (id, subject, type, envelope) in await Tables.Read(database, module, "select event_id, subject, detail_type, envelope from archive",
                row => (row.GetGuid(0), row.GetString(1), row.GetString(2), System.Text.Encoding.UTF8.GetBytes(row.GetString(3)))))
            {
                var step = (subject, Step(type, envelope));
                _published[step] = _published.GetValueOrDefault(step) + 1;
                tally.Count("events said");
                foreach (var rule in rules.Matching(envelope))
                    tally.Expect(received.Contains((id, rule.Module, rule.Name)), () => $"{rule.Module}/{rule.Name} has not handled \"{type}\" of {subject} ({id}).");
            }
        foreach (var ((subject, type), times) in _published.Where(published => published.Key.Subject.StartsWith("ORD-", StringComparison.Ordinal) && !MayRepeat.Contains(published.Key.Type)))
            tally.Expect(times == 1, () => $"\"{type}\" of {subject} was said {times} times.");
        foreach (var order in _orders)
            Steps(order);
    }

    /// <summary>A customer gets several notifications of an order, but one per occasion and channel.</summary>
    private static string Step(string type, byte[] envelope) => !type.StartsWith("Notification ", StringComparison.Ordinal) ? type
        : $"{type}: {JsonDocument.Parse(envelope).RootElement.GetProperty("detail").GetProperty("notificationId").GetString()}";

    private void Steps(OrderRow order)
    {
        var (held, resumed) = (_published.GetValueOrDefault((order.Id, "Order Held")), _published.GetValueOrDefault((order.Id, "Order Resumed")));
        tally.Expect(held - resumed is 0 or 1, () => $"{order.Id} was held {held} times, and went on {resumed} times.");
        Expect("Order Created", true);
        Expect("Order Cancelled", !order.IsNotCancelled);
        Expect("Order Confirmed", order.IsNotCancelled || Published("Order Confirmed"));
        Expect("Inventory Released", !order.IsNotCancelled && Published("Inventory Reserved"));
        // An order that was cancelled when its parcel had just left was paid, and is paid back.
        Expect("Payment Voided", !order.IsNotCancelled && Published("Payment Processed") && !Published("Payment Captured"));
        Expect("Payment Refunded", !order.IsNotCancelled && Published("Payment Captured"));
        foreach (var step in (string[])["Inventory Reserved", "Payment Requested", "Payment Processed"])
            Expect(step, order.IsNotCancelled || Published(step));
        foreach (var step in (string[])["Order Shipped", "Payment Captured", "Order Delivered"])
            Expect(step, order.IsNotCancelled ? plan.Parcels : Published(step));

        bool Published(string type) => _published.ContainsKey((order.Id, type));

        void Expect(string type, bool expected) =>
            tally.Expect(Published(type) == expected, () => $"{order.Id} is {order.State} ({order.Reason}), and \"{type}\" was {(expected ? "not " : "")}said.");
    }

    private async Task<HashSet<(Guid, string, string)>> Handled()
    {
        var received = new HashSet<(Guid, string, string)>();
        foreach (var module in Street.Modules)
            received.UnionWith(await Tables.Read(database, module, "select event_id, rule from inbox where state = 'handled'", row => (row.GetGuid(0), module, row.GetString(1))));
        tally.Count("messages handled", received.Count);
        return received;
    }

    /// <summary>
    /// I3 and I12: reserved stock is that of uncancelled orders that have not shipped, missing stock is shipped, and the catalog shows what
    /// is left.
    /// </summary>
    private async Task Stock()
    {
        var shown = (await Tables.Read(database, "catalog", "select product_id, available from products", row => (row.GetString(0), row.GetInt32(1)))).ToDictionary();
        var (here, sent) = (Sold(order => order.State is not OrderState.Delivered), Sold(order => order.State is OrderState.Delivered));
        foreach (var (id, available, reserved, shipped) in await StockOf.All(database))
        {
            tally.Expect(reserved == here.GetValueOrDefault(id), () => $"{id}: {reserved} set aside for {here.GetValueOrDefault(id)} sold.");
            tally.Expect(shipped == sent.GetValueOrDefault(id), () => $"{id}: {shipped} have left, {sent.GetValueOrDefault(id)} were delivered.");
            tally.Expect(shown[id] == available, () => $"{id}: the catalog shows {shown[id]}, there are {available}.");
        }
    }

    private Dictionary<string, int> Sold(Func<OrderRow, bool> which) => _orders.Where(order => order.IsNotCancelled && which(order)).SelectMany(order => order.Lines)
        .GroupBy(line => line.Product, (product, lines) => (product, lines.Sum(line => line.Quantity))).ToDictionary();

    /// <summary>
    /// I1 and I2: the provider has the total of each uncancelled order, captured when it is delivered, and nothing for any other.
    /// </summary>
    private async Task Payments()
    {
        var kept = (await Tables.Read(database, "payments", "select business_key, outcome, amount from sandbox_charges",
            row => (Order: row.GetString(0), Outcome: row.GetString(1), Amount: row.GetInt64(2))))
            .Where(charge => charge.Outcome is "authorised" or "captured").ToDictionary(charge => charge.Order, charge => (charge.Outcome, charge.Amount));
        foreach (var order in _orders)
        {
            var (outcome, amount) = kept.GetValueOrDefault(order.Id);
            tally.Expect(amount == (order.IsNotCancelled ? order.Total : 0), () => $"{order.Id} is {order.State}, and the provider has {amount} of {order.Total}.");
            tally.Expect(order.State != OrderState.Delivered || outcome == "captured", () => $"{order.Id} is {order.State}, and its money is only {outcome}.");
        }
        tally.Expect(kept.Keys.All(_orders.Select(order => order.Id).ToHashSet().Contains), () => "Something was charged for which there is no order.");
    }

    /// <summary>I13: nothing is in flight, pending or dead-lettered.</summary>
    private async Task NothingLeft(string module)
    {
        var left = (await Tables.Read(database, module, Rest.Query, row => (Outbox: row.GetInt64(0), Waiting: row.GetInt64(1), Dead: row.GetInt64(2))))[0];
        tally.Expect(left == (0, 0, 0), () => $"{module} has {left.Outbox} events in its outbox, {left.Waiting} waiting and {left.Dead} dead in its inbox.");
    }

    private async Task NoOpenTransactions() => tally.Expect(
        !await Tables.One(database, "orders", "select count(*) > 0 from pg_stat_activity where application_name like 'shop-%' and state like 'idle in transaction%' and state_change < now() - interval '1 second'"),
        () => "A shop has left a transaction open.");

    private static List<(string Product, int Quantity)> Lines(string json) =>
    [
        .. JsonDocument.Parse(json).RootElement.EnumerateArray()
            .Select(line => (line.GetProperty("productId").GetString()!, line.GetProperty("quantity").GetInt32())),
    ];

    private sealed record OrderRow(string Id, OrderState State, long Total, List<(string Product, int Quantity)> Lines, string Reason)
    {
        public bool IsNotCancelled => State != OrderState.Cancelled;
    }
}
