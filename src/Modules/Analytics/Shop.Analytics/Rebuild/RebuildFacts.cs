using Microsoft.EntityFrameworkCore;
using Shop.Messaging;

namespace Shop.Analytics;

/// <summary>
/// Makes the figures anew from what publishers remember: into tables beside, while reports and counting go on, then into their place in one
/// transaction. What counting adds meanwhile is not lost: events of the last minutes are read once more while it waits, and later ones are
/// counted after it. Orders older than the archives stay as they are.
/// </summary>
internal sealed class RebuildFacts(AnalyticsDb db, PublishedEvents published, BusOptions bus, TimeProvider clock)
{
    private const int BatchSize = 2_000;       // events a statement
    private const string Prefix = "rebuilt_";

    // A slow transaction commits an event whose id is older than those that were read already.
    private static readonly TimeSpan Overlap = TimeSpan.FromMinutes(5);

    private static readonly string[] Tables = ["orders", "lines", "refunds"];

    private FactSql Sql => db.Database.IsNpgsql() ? FactSql.Postgres : FactSql.Sqlite;

    /// <returns>How many events were read.</returns>
    /// <exception cref="OperationRejectedException">The archives are not all here, or do not take every event.</exception>
    public async Task<long> Run(CancellationToken ct)
    {
        if (bus.ArchivePattern is not null)
            throw new OperationRejectedException("The archive does not take every event (Bus:ArchivePattern), so what is counted from it would be too little.");
        var began = clock.GetUtcNow().UtcDateTime;
        await db.Database.OpenConnectionAsync(ct);      // tables beside live as long as their connection
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
                continue;       // said in a newer version too
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

    /// <summary>SQLite has one writer at a time; PostgreSQL's reports go on reading what was.</summary>
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
