using System.Data.Common;
using System.Text;
using Shop.Events;

namespace Shop.Messaging;

/// <summary>What was said: searched, read page by page, forgotten when it is old.</summary>
public abstract partial class ModuleStore
{
    private const int PurgeBatchSize = 5_000;

    /// <summary>Events said, heard by all or not yet, newest first.</summary>
    internal Task<IReadOnlyList<Envelope>> Search(Where where, int limit, CancellationToken ct) => Query($"""
        select envelope from (
          select event_id, detail_type, subject, correlation_id, envelope from archive
           union all
          select id, detail_type, subject, correlation_id, envelope from outbox) as said
         where {where} order by event_id desc limit @most
        """, Envelope, ct, [.. where.Values, ("@most", limit)]);

    /// <summary>How many events were said, and how long they are together, by detail-type.</summary>
    internal Task<IReadOnlyList<(string DetailType, long Events, long Characters)>> CountPublished(Where where, CancellationToken ct) => Query($"""
        select detail_type, count(*), sum(length(envelope)) from (
          select event_id, detail_type, subject, correlation_id, envelope from archive
           union all
          select id, detail_type, subject, correlation_id, envelope from outbox) as said
         where {where} group by detail_type order by detail_type
        """, row => (row.GetString(0), row.GetInt64(1), row.GetInt64(2)), ct, where.Values);

    /// <summary>The next archived events in the order of their ids.</summary>
    internal Task<IReadOnlyList<ArchivedEvent>> Archived(Where where, int limit, CancellationToken ct) => Query(
        $"select event_id, envelope from archive where {where} order by event_id limit @most", row => new ArchivedEvent(row.GetGuid(0), row.GetString(1)),
        ct, [.. where.Values, ("@most", limit)]);

    internal async Task<long> CountArchived(Where where, CancellationToken ct) =>
        (await Query($"select count(*) from archive where {where}", row => row.GetInt64(0), ct, where.Values))[0];

    /// <summary>Lets heard events go without a place in the archive.</summary>
    internal Task DeletePublished(IEnumerable<Guid> eventIds, CancellationToken ct) => InTransaction(async connection =>
    {
        foreach (var id in eventIds)
            await connection.Execute("delete from outbox where id = @id", ct, ("@id", id));
        return true;
    }, ct);

    /// <summary>
    /// Forgets what was said so long ago by the database's clock, some thousands a transaction. Ids stand in the order of time, so it lies at
    /// the beginning of the primary key: nothing that stays is looked at.
    /// </summary>
    /// <returns>How many events.</returns>
    internal async Task<long> PurgeArchive(TimeSpan age, CancellationToken ct)
    {
        var now = (await Query($"select {Now}", row => Rows.Utc(row, 0), ct))[0];
        return await Purge("delete from archive where event_id in (select event_id from archive where event_id < @before order by event_id limit @most)",
            ("@before", EventId.FirstAt(now - age)), ct);
    }

    /// <summary>Forgets what was heard so long ago, and how it had failed.</summary>
    /// <returns>How many letters.</returns>
    internal async Task<long> PurgeInbox(TimeSpan age, CancellationToken ct)
    {
        var forgotten = await Purge($"""
            delete from inbox where (event_id, rule) in (select event_id, rule from inbox where heard_at < {NowPlus("@ago")} limit @most)
            """, ("@ago", Wait(-age)), ct);
        foreach (var table in (string[])["failures", "tries"])
            await Execute($"delete from {table} where not exists (select 1 from inbox where inbox.event_id = {table}.event_id and inbox.rule = {table}.rule)", ct);
        return forgotten;
    }

    private async Task<long> Purge(string delete, (string, object?) limit, CancellationToken ct)
    {
        var forgotten = 0L;
        while (await Execute(delete, ct, limit, ("@most", PurgeBatchSize)) is > 0 and var some)
            forgotten += some;
        return forgotten;
    }

    private static Envelope Envelope(DbDataReader row) => Events.Envelope.Parse(Encoding.UTF8.GetBytes(row.GetString(0)));
}

/// <summary>An event as the archive has it.</summary>
internal sealed record ArchivedEvent(Guid EventId, string Envelope);
