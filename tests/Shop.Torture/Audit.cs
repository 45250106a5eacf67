using System.Data.Common;
using System.Text.Json;
using Shop.Testing;

namespace Shop.Torture;

/// <summary>What the modules' own tables say after the last start, and what in it must not be.</summary>
internal sealed class Audit
{
    private readonly List<string> _faults = [];
    private readonly Dictionary<string, int> _counts = [];

    /// <summary>Each a sentence; none when all is well.</summary>
    public IReadOnlyList<string> Faults => _faults;

    public override string ToString() => string.Join(", ", _counts.Select(count => $"{count.Value} {count.Key}"));

    public static async Task<Audit> Of(TestDatabase database, IReadOnlyCollection<string> taken)
    {
        var audit = new Audit();
        var orders = await audit.Orders(database, taken);
        await audit.Stock(database, orders);
        await audit.Payments(database, orders);
        await audit.Events(database, orders);
        foreach (var module in (string[])["catalog", "orders", "inventory", "payments", "shipping"])
            await audit.NothingLeft(database, module);
        return audit;
    }

    private async Task<List<OrderRow>> Orders(TestDatabase database, IReadOnlyCollection<string> taken)
    {
        var orders = await Read(database, "orders", "select id, state, total, lines, status_reason from orders",
            row => new OrderRow(row.GetString(0), row.GetString(1), row.GetInt64(2), Lines(row.GetString(3)), row.IsDBNull(4) ? "" : row.GetString(4)));
        Expect(orders.Count == taken.Count, $"{taken.Count} orders were taken, but there are {orders.Count}.");
        Expect(taken.ToHashSet().SetEquals(orders.Select(order => order.Id)), "The orders are not those that were taken.");
        foreach (var order in orders.Where(order => order.State is not ("Confirmed" or "Cancelled")))
            Expect(false, $"{order.Id} has not ended: {order.State}.");
        foreach (var ended in orders.GroupBy(order => $"{order.State} {order.Reason}".TrimEnd().ToLowerInvariant()))
            _counts[ended.Key] = ended.Count();
        return orders;
    }

    private async Task Stock(TestDatabase database, List<OrderRow> orders)
    {
        var opening = (await Read(database, "catalog", "select envelope from archive where detail_type = 'Product Listed'", row => Opening(row.GetString(0))))
            .DistinctBy(product => product.Id).ToList();     // it is said in two versions
        var stock = await Read(database, "inventory", "select product_id, available, reserved from stock",
            row => (Id: row.GetString(0), Available: row.GetInt32(1), Reserved: row.GetInt32(2)));
        var shown = (await Read(database, "catalog", "select product_id, available from products", row => (row.GetString(0), row.GetInt32(1)))).ToDictionary();
        var sold = orders.Where(order => order.State == "Confirmed").SelectMany(order => order.Lines)
            .GroupBy(line => line.Product, (product, lines) => (product, lines.Sum(line => line.Quantity))).ToDictionary();
        foreach (var item in stock)
        {
            var began = opening.Single(product => product.Id == item.Id).Stock;
            Expect(item.Available + item.Reserved == began, $"{item.Id}: {item.Available} + {item.Reserved} is not {began}.");
            Expect(item.Reserved == sold.GetValueOrDefault(item.Id), $"{item.Id}: {item.Reserved} set aside for {sold.GetValueOrDefault(item.Id)} sold.");
            Expect(shown[item.Id] == item.Available, $"{item.Id}: the catalog shows {shown[item.Id]}, there are {item.Available}.");
        }
    }

    private async Task Payments(TestDatabase database, List<OrderRow> orders)
    {
        var charges = (await Read(database, "payments", "select business_key, outcome, amount from sandbox_charges",
            row => (Order: row.GetString(0), Outcome: row.GetString(1), Amount: row.GetInt64(2)))).ToDictionary(charge => charge.Order);
        foreach (var order in orders)
        {
            var charged = charges.TryGetValue(order.Id, out var charge) && charge.Outcome == "authorised";
            Expect(charged == (order.State == "Confirmed"), $"{order.Id} is {order.State}, and the gateway says {(charges.ContainsKey(order.Id) ? charge.Outcome : "nothing")}.");
            Expect(!charged || charge.Amount == order.Total, $"{order.Id}: authorised {charge.Amount} for {order.Total}.");
        }
        _counts["authorisations kept"] = charges.Values.Count(charge => charge.Outcome == "authorised");
        _counts["authorisations voided"] = charges.Values.Count(charge => charge.Outcome == "voided");
    }

    /// <summary>Every step of a confirmed order was said once, whatever was carried twice.</summary>
    private async Task Events(TestDatabase database, List<OrderRow> orders)
    {
        var said = new Dictionary<(string, string), int>();
        foreach (var module in (string[])["orders", "inventory", "payments"])
            foreach (var e in await Read(database, module, "select subject, detail_type from archive", row => (row.GetString(0), row.GetString(1))))
                said[e] = said.GetValueOrDefault(e) + 1;
        foreach (var order in orders.Where(order => order.State == "Confirmed"))
            foreach (var type in (string[])["Order Created", "Inventory Reserved", "Payment Requested", "Payment Processed", "Order Confirmed"])
                Expect(said.GetValueOrDefault((order.Id, type)) == 1, $"{order.Id}: \"{type}\" was said {said.GetValueOrDefault((order.Id, type))} times.");
        foreach (var twice in said.Where(e => e.Value > 1 && e.Key.Item1.StartsWith("ORD-", StringComparison.Ordinal)))
            Expect(false, $"{twice.Key} was said {twice.Value} times.");
    }

    private async Task NothingLeft(TestDatabase database, string module)
    {
        var left = (await Read(database, module,
            "select (select count(*) from outbox), (select count(*) from inbox where due_at is not null), (select count(*) from inbox where dead_at is not null)",
            row => (Outbox: row.GetInt64(0), Waiting: row.GetInt64(1), Dead: row.GetInt64(2))))[0];
        Expect(left == (0, 0, 0), $"{module} has {left.Outbox} events in its outbox, {left.Waiting} waiting and {left.Dead} dead in its inbox.");
    }

    private void Expect(bool holds, string otherwise)
    {
        if (!holds)
            _faults.Add(otherwise);
    }

    private static async Task<List<T>> Read<T>(TestDatabase database, string module, string sql, Func<DbDataReader, T> row)
    {
        await using var connection = await database.OpenAsync(module);
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        await using var reader = await command.ExecuteReaderAsync();
        var rows = new List<T>();
        while (await reader.ReadAsync())
            rows.Add(row(reader));
        return rows;
    }

    private static List<(string Product, int Quantity)> Lines(string json) =>
    [
        .. JsonDocument.Parse(json).RootElement.EnumerateArray()
            .Select(line => (line.GetProperty("productId").GetString()!, line.GetProperty("quantity").GetInt32())),
    ];

    private static (string Id, int Stock) Opening(string envelope)
    {
        var detail = JsonDocument.Parse(envelope).RootElement.GetProperty("detail");
        return (detail.GetProperty("productId").GetString()!, detail.GetProperty("openingStock").GetInt32());
    }

    private sealed record OrderRow(string Id, string State, long Total, List<(string Product, int Quantity)> Lines, string Reason);
}
