using Microsoft.EntityFrameworkCore;
using Shop.Inventory.Contracts;

namespace Shop.Inventory;

/// <summary>Changes stock with one statement for any number of products, in the inbox transaction.</summary>
internal sealed class Stock(InventoryDb db)
{
    private readonly StockSql _sql = db.Database.IsNpgsql() ? StockSql.Postgres : StockSql.Sqlite;

    /// <summary>Locks stock for the rest of the transaction, so values read now stay valid.</summary>
    public Task AcquireLock(CancellationToken ct) => db.Database.ExecuteSqlRawAsync(_sql.AcquireLock, ct);

    /// <summary>Creates the stock rows of new products.</summary>
    /// <returns>The products whose row was created.</returns>
    public Task<ChangedStock> Open(IEnumerable<ReservedItem> opening, CancellationToken ct) => Changed(_sql.Open, opening, ct);

    /// <summary>Reserves all items, or nothing if any product is short.</summary>
    /// <returns>Null when nothing was reserved.</returns>
    public async Task<ChangedStock?> TryReserve(IReadOnlyCollection<ReservedItem> items, CancellationToken ct)
    {
        var left = await db.Stock.FromSqlRaw(_sql.TryReserve, Lines(items)).AsNoTracking().ToListAsync(ct);
        if (left.Count == 0)
            return null;
        return new ChangedStock(
            left) { Low = [.. left.Where(level => level.IsLow && level.Available + Requested(level) >= level.Threshold)] };

        long Requested(StockLevel level) => items.Where(item => item.ProductId == level.ProductId).Sum(item => (long)item.Quantity);
    }

    /// <summary>Releases reserved items.</summary>
    public Task<ChangedStock> Release(IEnumerable<ReservedItem> items, CancellationToken ct) => Changed(_sql.Release, items, ct);

    /// <summary>Removes reserved items that shipped.</summary>
    public Task Ship(IEnumerable<ReservedItem> items, CancellationToken ct) =>
        db.Database.ExecuteSqlRawAsync(_sql.Ship, Lines(items), ct);

    /// <summary>Returns shipped items to the available stock.</summary>
    public Task<ChangedStock> PutBack(IEnumerable<ReservedItem> items, CancellationToken ct) => Changed(_sql.PutBack, items, ct);

    /// <summary>Locks the products and returns their available quantity. Unknown products are missing.</summary>
    public Task<Dictionary<string, long>> HoldAvailable(IEnumerable<ReservedItem> items, CancellationToken ct) =>
        db.Stock.FromSqlRaw(_sql.HoldAvailable, Lines(items)).AsNoTracking()
            .ToDictionaryAsync(level => level.ProductId, level => level.Available, ct);

    /// <summary>Changes a product's available quantity.</summary>
    /// <returns>The new level; null when there is no such product.</returns>
    public async Task<StockLevel?> Change(string productId, long more, CancellationToken ct) =>
        (await db.Stock.FromSqlRaw(_sql.Change, [new[] { productId }, new[] { more }]).AsNoTracking().ToListAsync(ct)).SingleOrDefault();

    /// <summary>Sets the low-stock threshold.</summary>
    /// <inheritdoc cref="Change"/>
    public async Task<StockLevel?> Watch(string productId, long threshold, CancellationToken ct) =>
        (await db.Stock.FromSqlRaw(_sql.Watch, [new[] { productId }, new[] { threshold }]).AsNoTracking().ToListAsync(ct))
            .SingleOrDefault();

    /// <summary>Locks and returns a product's stock; null when there is no such product.</summary>
    public async Task<StockLevel?> Hold(string productId, CancellationToken ct) =>
        (await db.Stock.FromSqlRaw(_sql.HoldAvailable, Lines([new ReservedItem(productId, 0)])).AsNoTracking().ToListAsync(ct))
            .SingleOrDefault();

    private async Task<ChangedStock> Changed(string sql, IEnumerable<ReservedItem> items, CancellationToken ct) =>
        new(await db.Stock.FromSqlRaw(sql, Lines(items)).AsNoTracking().ToListAsync(ct));

    private static object[] Lines(IEnumerable<ReservedItem> items)
    {
        var lines = items.GroupBy(item => item.ProductId, item => (long)item.Quantity).ToList();
        return [lines.Select(line => line.Key).ToArray(), lines.Select(line => line.Sum()).ToArray()];
    }
}
