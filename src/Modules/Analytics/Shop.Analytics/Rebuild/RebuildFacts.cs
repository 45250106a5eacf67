using Microsoft.EntityFrameworkCore;

namespace Shop.Analytics;

/// <summary>
/// Rebuilds the figures from the publishers' archives: into temporary tables while reports and counting continue, then swapped in within
/// one transaction. Nothing counted in the meantime is lost: the swap locks the tables, reads the events of the last minutes again, and
/// later events are counted afterwards. Orders older than the archives stay unchanged.
/// </summary>
internal sealed class RebuildFacts(AnalyticsDb db, PublishedEvents published, BusOptions bus, TimeProvider clock)
{
    private const int BatchSize = 2_000;       // events per statement
    private const string Prefix = "rebuilt_";

    // A slow transaction may commit an event whose id is older than ids already read.
    private static readonly TimeSpan Overlap = TimeSpan.FromMinutes(5);

    private static readonly string[] Tables = ["orders", "lines", "refunds"];

    private FactSql Sql => db.Database.IsNpgsql() ? FactSql.Postgres : FactSql.Sqlite;

    /// <returns>The number of events read.</returns>
    /// <exception cref="OperationRejectedException">Not all archives are hosted here, or they do not contain every event.</exception>
    public async Task<long> Run(CancellationToken ct)
    {
        if (bus.ArchivePattern is not null)
            throw new OperationRejectedException(
                "The archive does not contain every event (Bus:ArchivePattern), so rebuilt figures would be too low.");
        var began = clock.GetUtcNow().UtcDateTime;
        await db.Database.OpenConnectionAsync(ct);      // temporary tables live as long as their connection
        try
        {
            await MakeTables(ct);
            var events = await Read(DateTime.UnixEpoch, ct);
            db.BeforeSave(async ct =>
            {
                await LockTables(ct);
                await Read(began - Overlap, ct);
                await PutInPlace(ct);
            });
            await db.SaveChangesAsync(ct);
            return events;
        }
        finally
        {
            await DropTables(CancellationToken.None);
            await db.Database.CloseConnectionAsync();
        }
    }

    private async Task<long> Read(DateTime since, CancellationToken ct)
    {
        var read = CountedEvents.All.ToDictionary(counted => counted.Contract.DetailType, counted => counted.Read);
        var facts = new Facts();
        var events = 0L;
        await foreach (var envelope in published.All([.. CountedEvents.All.Select(counted => counted.Contract)], since, ct))
        {
            if (envelope.Metadata.CopyOf is not null)
                continue;       // published in a newer version too
            facts.Add(read[envelope.DetailType](envelope), envelope);
            if (++events % BatchSize == 0)
                await Write(facts, ct);
        }
        await Write(facts, ct);
        return events;
    }

    private async Task Write(Facts facts, CancellationToken ct)
    {
        await db.Merge(facts, ct, Prefix);
        facts.Clear();
    }

    private Task<int> MakeTables(CancellationToken ct) => Execute(ct, [
        .. Tables.Select(table => $"create temp table {Prefix}{table} as select * from {table} where 1 = 0"),
        $"create unique index {Prefix}orders_key on {Prefix}orders (order_id)",
        $"create unique index {Prefix}lines_key on {Prefix}lines (order_id, product_id)",
        $"create unique index {Prefix}refunds_key on {Prefix}refunds (refund_id)"]);

    private Task<int> DropTables(CancellationToken ct) => Execute(ct, [.. Tables.Select(table => $"drop table if exists {Prefix}{table}")]);

    /// <summary>SQLite has one writer at a time. On PostgreSQL, reports can still read the old figures.</summary>
    private Task<int> LockTables(CancellationToken ct) =>
        db.Database.IsNpgsql() ? Execute(ct, [.. Tables.Select(table => $"lock table {table} in exclusive mode")]) : Task.FromResult(0);

    private Task<int> PutInPlace(CancellationToken ct) => Execute(ct,
        $"delete from orders where created_at is null or created_at >= (select min(created_at) from {Prefix}orders)",
        $"delete from refunds where at >= (select min(created_at) from {Prefix}orders)",
        "delete from lines where not exists (select 1 from orders where orders.order_id = lines.order_id)",
        Sql.MergeOrders("", $"{Prefix}orders"),
        Sql.MergeLines("", $"{Prefix}lines"),
        Sql.MergeRefunds("", $"{Prefix}refunds"));

    private async Task<int> Execute(CancellationToken ct, params string[] statements)
    {
        foreach (var statement in statements)
            await db.Database.ExecuteSqlRawAsync(statement, ct);
        return statements.Length;
    }
}
