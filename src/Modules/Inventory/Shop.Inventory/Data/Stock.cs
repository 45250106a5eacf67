using Microsoft.EntityFrameworkCore;
using Shop.Inventory.Contracts;

namespace Shop.Inventory;

/// <summary>Changes stock, by a single statement for any number of products, in the transaction of the worker.</summary>
internal sealed class Stock(InventoryDb db)
{
    private readonly StockSql _sql = db.Database.IsNpgsql() ? StockSql.Postgres : StockSql.Sqlite;

    /// <summary>Opens the stock of products that have none yet.</summary>
    /// <returns>The ids of the products whose stock was opened now.</returns>
    public async Task<HashSet<string>> Open(IEnumerable<ReservedItem> opening, CancellationToken ct) =>
        [.. await db.Database.SqlQueryRaw<string>(_sql.Open, Lines(opening)).ToListAsync(ct)];

    /// <summary>Sets aside all of it, or nothing when there are too few of any product.</summary>
    public async Task<bool> TryReserve(IEnumerable<ReservedItem> items, CancellationToken ct) =>
        await db.Database.ExecuteSqlRawAsync(_sql.TryReserve, Lines(items), ct) > 0;

    /// <summary>Gives back what was set aside.</summary>
    public Task GiveBack(IEnumerable<ReservedItem> items, CancellationToken ct) =>
        db.Database.ExecuteSqlRawAsync(_sql.GiveBack, Lines(items), ct);

    /// <summary>What was set aside leaves the house.</summary>
    public Task Ship(IEnumerable<ReservedItem> items, CancellationToken ct) =>
        db.Database.ExecuteSqlRawAsync(_sql.Ship, Lines(items), ct);

    /// <summary>What had left the house can be sold again.</summary>
    public Task PutBack(IEnumerable<ReservedItem> items, CancellationToken ct) =>
        db.Database.ExecuteSqlRawAsync(_sql.PutBack, Lines(items), ct);

    /// <summary>How many of each product can be sold; nobody else changes it before this transaction ends. Unknown products are left out.</summary>
    public Task<Dictionary<string, long>> HoldAvailable(IEnumerable<ReservedItem> items, CancellationToken ct) =>
        db.Stock.FromSqlRaw(_sql.HoldAvailable, Lines(items)).AsNoTracking()
            .ToDictionaryAsync(level => level.ProductId, level => level.Available, ct);

    private static object[] Lines(IEnumerable<ReservedItem> items)
    {
        var lines = items.GroupBy(item => item.ProductId, item => (long)item.Quantity).ToList();
        return [lines.Select(line => line.Key).ToArray(), lines.Select(line => line.Sum()).ToArray()];
    }
}
