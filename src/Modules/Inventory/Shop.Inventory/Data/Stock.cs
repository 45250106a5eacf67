using Microsoft.EntityFrameworkCore;
using Shop.Inventory.Contracts;

namespace Shop.Inventory;

/// <summary>Changes stock, by a single statement for any number of products, in the transaction of the worker.</summary>
internal sealed class Stock(InventoryDb db)
{
    private readonly StockSql _sql = db.Database.IsNpgsql() ? StockSql.Postgres : StockSql.Sqlite;

    /// <summary>From here to the end of the transaction nobody else changes stock; what is read now stays so.</summary>
    public Task AcquireLock(CancellationToken ct) => db.Database.ExecuteSqlRawAsync(_sql.AcquireLock, ct);

    /// <summary>Opens the stock of products that have none yet.</summary>
    /// <returns>The products whose stock was opened now.</returns>
    public Task<ChangedStock> Open(IEnumerable<ReservedItem> opening, CancellationToken ct) => Changed(_sql.Open, opening, ct);

    /// <summary>Sets aside all of it, or nothing when there are too few of any product.</summary>
    /// <returns>Null for nothing.</returns>
    public async Task<ChangedStock?> TryReserve(IReadOnlyCollection<ReservedItem> items, CancellationToken ct)
    {
        var left = await db.Stock.FromSqlRaw(_sql.TryReserve, Lines(items)).AsNoTracking().ToListAsync(ct);
        if (left.Count == 0)
            return null;
        return new ChangedStock(left) { Low = [.. left.Where(level => level.IsLow && level.Available + Asked(level) >= level.Threshold)] };

        long Asked(StockLevel level) => items.Where(item => item.ProductId == level.ProductId).Sum(item => (long)item.Quantity);
    }

    /// <summary>Gives back what was set aside.</summary>
    public Task<ChangedStock> Release(IEnumerable<ReservedItem> items, CancellationToken ct) => Changed(_sql.Release, items, ct);

    /// <summary>What was set aside leaves the house.</summary>
    public Task Ship(IEnumerable<ReservedItem> items, CancellationToken ct) =>
        db.Database.ExecuteSqlRawAsync(_sql.Ship, Lines(items), ct);

    /// <summary>What had left the house can be sold again.</summary>
    public Task<ChangedStock> PutBack(IEnumerable<ReservedItem> items, CancellationToken ct) => Changed(_sql.PutBack, items, ct);

    /// <summary>How many of each product can be sold; nobody else changes it before this transaction ends. Unknown products are left out.</summary>
    public Task<Dictionary<string, long>> HoldAvailable(IEnumerable<ReservedItem> items, CancellationToken ct) =>
        db.Stock.FromSqlRaw(_sql.HoldAvailable, Lines(items)).AsNoTracking()
            .ToDictionaryAsync(level => level.ProductId, level => level.Available, ct);

    /// <summary>Makes so many more, or fewer, of a product available.</summary>
    /// <returns>As it became; null when there is no such product.</returns>
    public async Task<StockLevel?> Change(string productId, long more, CancellationToken ct) =>
        (await db.Stock.FromSqlRaw(_sql.Change, [new[] { productId }, new[] { more }]).AsNoTracking().ToListAsync(ct)).SingleOrDefault();

    /// <summary>Sets the number below which stock is low.</summary>
    /// <inheritdoc cref="Change"/>
    public async Task<StockLevel?> Watch(string productId, long threshold, CancellationToken ct) =>
        (await db.Stock.FromSqlRaw(_sql.Watch, [new[] { productId }, new[] { threshold }]).AsNoTracking().ToListAsync(ct)).SingleOrDefault();

    /// <summary>A product's stock, which nobody else changes before this transaction ends; null when there is no such product.</summary>
    public async Task<StockLevel?> Hold(string productId, CancellationToken ct) =>
        (await db.Stock.FromSqlRaw(_sql.HoldAvailable, Lines([new ReservedItem(productId, 0)])).AsNoTracking().ToListAsync(ct)).SingleOrDefault();

    private async Task<ChangedStock> Changed(string sql, IEnumerable<ReservedItem> items, CancellationToken ct) =>
        new(await db.Stock.FromSqlRaw(sql, Lines(items)).AsNoTracking().ToListAsync(ct));

    private static object[] Lines(IEnumerable<ReservedItem> items)
    {
        var lines = items.GroupBy(item => item.ProductId, item => (long)item.Quantity).ToList();
        return [lines.Select(line => line.Key).ToArray(), lines.Select(line => line.Sum()).ToArray()];
    }
}
