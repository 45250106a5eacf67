using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Shop.Inventory.Contracts;

namespace Shop.Orders;

/// <summary>
/// Collects the stock changes of all rules in one inbox transaction and writes them with one statement. It locks rows in id order, so nodes
/// cannot deadlock.
/// </summary>
internal sealed class StockOfBatch(OrdersDb db)
{
    private static readonly string Postgres =
        Sql("json_to_recordset({0}::json) as changed(product_id text, available bigint, revision bigint)");

    private static readonly string Sqlite = Sql("""
        (select value ->> 'product_id' as product_id, value ->> 'available' as available, value ->> 'revision' as revision
           from json_each({0})) as changed
        """);

    private readonly Dictionary<string, ProductStock> _newest = [];

    public void Add(ProductStock changes)
    {
        if (_newest.Count == 0)
            db.BeforeSave(Write);
        if (!_newest.TryGetValue(changes.ProductId, out var known) || known.Revision < changes.Revision)
            _newest[changes.ProductId] = changes;
    }

    private Task Write(CancellationToken ct)
    {
        var rows =
            _newest.Values.Select(stock => new { product_id = stock.ProductId, available = stock.Available, revision = stock.Revision });
        return db.Database.ExecuteSqlRawAsync(db.Database.IsNpgsql() ? Postgres : Sqlite, [JsonSerializer.Serialize(rows)], ct);
    }

    private static string Sql(string changes) => $"""
        insert into stock (product_id, available, revision)
        select product_id, available, revision from {changes} where true order by product_id
            on conflict (product_id) do update set available = excluded.available, revision = excluded.revision
         where excluded.revision > stock.revision
        """;
}
