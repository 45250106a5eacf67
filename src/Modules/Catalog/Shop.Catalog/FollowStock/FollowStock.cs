using Microsoft.EntityFrameworkCore;
using Shop.Inventory.Contracts;
using Shop.Messaging;

namespace Shop.Catalog;

/// <summary>
/// Keeps catalog's copy of the stock that can be sold. Each event adds to it or takes from it, so the order in which they come does
/// not matter; that each counts once is the inbox's doing.
/// </summary>
internal sealed class FollowStock(CatalogDb db) :
    IHandleMany<InventoryReserved>, IHandleMany<InventoryReleased>, IHandleMany<StockReplenished>, IHandleMany<StockAdjusted>
{
    private static readonly string Postgres = Sql(
        "unnest({0}, {1}) as delta(product_id, quantity)",
        "select pg_advisory_xact_lock('products'::regclass::oid::bigint)",
        "for update of products");

    // SQLite has one writer at a time, and so neither turns nor locks.
    private static readonly string Sqlite = Sql(
        "(select p.value as product_id, q.value as quantity from json_each({0}) p join json_each({1}) q using (key)) as delta", "select 1", "");

    public Task Handle(IReadOnlyList<Heard<InventoryReserved>> heard, CancellationToken ct) =>
        Add(heard.SelectMany(reserved => reserved.Event.Items).Select(item => (item.ProductId, -(long)item.Quantity)), ct);

    public Task Handle(IReadOnlyList<Heard<InventoryReleased>> heard, CancellationToken ct) =>
        Add(heard.SelectMany(released => released.Event.Items).Select(item => (item.ProductId, (long)item.Quantity)), ct);

    public Task Handle(IReadOnlyList<Heard<StockReplenished>> heard, CancellationToken ct) =>
        Add(heard.Select(replenished => (replenished.Event.ProductId, (long)replenished.Event.Quantity)), ct);

    public Task Handle(IReadOnlyList<Heard<StockAdjusted>> heard, CancellationToken ct) =>
        Add(heard.Select(adjusted => (adjusted.Event.ProductId, adjusted.Event.Change)), ct);

    private async Task Add(IEnumerable<(string ProductId, long Quantity)> changes, CancellationToken ct)
    {
        var deltas = changes.GroupBy(change => change.ProductId, change => change.Quantity).ToList();
        await db.Database.ExecuteSqlRawAsync(
            db.Database.IsNpgsql() ? Postgres : Sqlite,
            [deltas.Select(delta => delta.Key).ToArray(), deltas.Select(delta => delta.Sum()).ToArray()],
            ct);
    }

    /// <summary>
    /// One statement for all products, which locks their rows in the order of their ids. Because a batch may hear several kinds of
    /// events, and so lock rows more than once, nodes also take turns until they commit: else two could wait for each other.
    /// </summary>
    private static string Sql(string deltas, string turn, string forUpdate) => $"""
        with turn as materialized ({turn}), locked as materialized (
          select delta.product_id, delta.quantity
            from turn cross join {deltas} join products on products.product_id = delta.product_id
           order by products.product_id {forUpdate})
        update products set available = products.available + locked.quantity
          from locked
         where products.product_id = locked.product_id
        """;
}
