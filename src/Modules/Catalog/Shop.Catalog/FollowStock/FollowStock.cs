using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Shop.Inventory.Contracts;

namespace Shop.Catalog;

/// <summary>
/// Updates the catalog's copy of available stock. Each event carries the stock level and a revision, and the newest wins. So order does not
/// matter, nor does an event delivered again after its inbox row was purged.
/// </summary>
internal sealed class FollowStock(CatalogDb db) :
    IHandleMany<InventoryReserved>, IHandleMany<InventoryReleased>, IHandleMany<StockReplenished>, IHandleMany<StockAdjusted>
{
    private static readonly string Postgres = Sql(
        "json_to_recordset({0}::json) as changed(product_id text, change bigint, available bigint, revision bigint)",
        "select pg_advisory_xact_lock('products'::regclass::oid::bigint)",
        "for update of products");

    // SQLite has one writer at a time and needs no locks.
    private static readonly string Sqlite = Sql("""
        (select value ->> 'product_id' as product_id, value ->> 'change' as change,
                value ->> 'available' as available, value ->> 'revision' as revision
           from json_each({0})) as changed
        """, "select 1", "");

    public Task Handle(IReadOnlyList<Received<InventoryReserved>> received, CancellationToken ct) =>
        Follow(received.SelectMany(reserved => Published(reserved.Event.Items, -1, reserved.Event.Stock)), ct);

    public Task Handle(IReadOnlyList<Received<InventoryReleased>> received, CancellationToken ct) =>
        Follow(received.SelectMany(released => Published(released.Event.Items, 1, released.Event.Stock)), ct);

    public Task Handle(IReadOnlyList<Received<StockReplenished>> received, CancellationToken ct) =>
        Follow(received.Select(more => new PublishedStock(more.Event.ProductId, more.Event.Quantity, more.Event.Stock)), ct);

    public Task Handle(IReadOnlyList<Received<StockAdjusted>> received, CancellationToken ct) =>
        Follow(received.Select(adjusted => new PublishedStock(adjusted.Event.ProductId, adjusted.Event.Change, adjusted.Event.Stock)), ct);

    private static IEnumerable<PublishedStock> Published(IEnumerable<ReservedItem> items, int sign, IReadOnlyList<ProductStock>? stock) =>
        items.Select(
            item => new PublishedStock(
            item.ProductId, sign * (long)item.Quantity, stock?.FirstOrDefault(left => left.ProductId == item.ProductId)));

    private Task<int> Follow(IEnumerable<PublishedStock> changes, CancellationToken ct)
    {
        var rows = changes.GroupBy(one => one.ProductId)
            .Select(product => (product.Key, Changes: product, Newest: product.MaxBy(one => one.Stock?.Revision ?? 0)!.Stock));
        return db.Database.ExecuteSqlRawAsync(db.Database.IsNpgsql() ? Postgres : Sqlite, [JsonSerializer.Serialize(rows.Select(row => new
        {
            product_id = row.Key, change = row.Changes.Sum(one => one.Change), available = row.Newest?.Available
                ?? 0, revision = row.Newest?.Revision ?? 0,
        }))], ct);
    }

    /// <summary>
    /// One statement for all products, which locks their rows in id order. A batch may contain several kinds of events and lock rows more
    /// than once, so a transaction also takes an exclusive lock; otherwise two nodes could deadlock. Events from before stock levels
    /// existed (revision 0) carry a change, which counts until the first event with a level.
    /// </summary>
    private static string Sql(string received, string turn, string forUpdate) => $"""
        with turn as materialized ({turn}), locked as materialized (
          select changed.*
            from turn cross join {received} join products on products.product_id = changed.product_id
           order by products.product_id {forUpdate})
        update products
           set available = case when locked.revision = 0 then products.available + locked.change else locked.available end,
               stock_revision = locked.revision
          from locked
         where products.product_id = locked.product_id
           and (locked.revision > products.stock_revision or (locked.revision = 0 and products.stock_revision = 0))
        """;

    /// <summary>What an event reports about a product.</summary>
    /// <param name="ProductId">The product.</param>
    /// <param name="Change">The change of the available quantity; negative for a decrease.</param>
    /// <param name="Stock">The resulting stock; null in events published before this field existed.</param>
    private sealed record PublishedStock(string ProductId, long Change, ProductStock? Stock);
}
