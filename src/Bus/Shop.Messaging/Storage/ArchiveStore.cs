using System.Data.Common;
using System.Text;
using Shop.Events;
using Shop.Messaging.Kernel;

namespace Shop.Messaging.Storage;

/// <summary>The events that a module has published: searched, read page by page, purged.</summary>
internal interface IArchiveStore
{
    /// <summary>Published events, in the outbox or archived, newest first.</summary>
    Task<IReadOnlyList<Envelope>> Search(Where where, int limit, CancellationToken ct);

    /// <summary>How many events were published, and their length in characters, by detail-type.</summary>
    Task<IReadOnlyList<(string DetailType, long Events, long Characters)>> CountPublished(Where where, CancellationToken ct);

    /// <summary>The events of a subject, in the outbox or archived, oldest first.</summary>
    Task<IReadOnlyList<Envelope>> PublishedFor(string subject, CancellationToken ct);

    /// <summary>The subjects of a detail-type's events between two ids.</summary>
    Task<HashSet<string>> SubjectsOf(string detailType, Guid from, Guid until, CancellationToken ct);

    /// <summary>The next archived events in the order of their ids.</summary>
    Task<IReadOnlyList<(Guid EventId, string Envelope)>> Read(Where where, int limit, CancellationToken ct);

    /// <summary>How many archived events there are.</summary>
    Task<long> Count(Where where, CancellationToken ct);

    /// <summary>Deletes events that were published before an age, by the database's clock.</summary>
    /// <returns>How many.</returns>
    Task<long> Purge(TimeSpan age, CancellationToken ct);
}

/// <summary>The archive in a module's database.</summary>
internal sealed class ArchiveStore(ModuleDatabase database) : IArchiveStore
{
    private const string Published = """
        (select event_id, detail_type, subject, correlation_id, envelope from archive
          union all
         select id, detail_type, subject, correlation_id, envelope from outbox) as published
        """;

    public Task<IReadOnlyList<Envelope>> Search(Where where, int limit, CancellationToken ct) => database.Query(
        $"select envelope from {Published} where {where} order by event_id desc limit @limit", Envelope, ct, [.. where.Values, ("@limit", limit)]);

    public Task<IReadOnlyList<(string DetailType, long Events, long Characters)>> CountPublished(Where where, CancellationToken ct) => database.Query(
        $"select detail_type, count(*), sum(length(envelope)) from {Published} where {where} group by detail_type order by detail_type",
        row => (row.GetString(0), row.GetInt64(1), row.GetInt64(2)), ct, where.Values);

    public Task<IReadOnlyList<Envelope>> PublishedFor(string subject, CancellationToken ct) => database.Query("""
        select envelope, event_id from archive where subject = @subject
         union select envelope, id from outbox where subject = @subject
         order by 2
        """, Envelope, ct, ("@subject", subject));

    public async Task<HashSet<string>> SubjectsOf(string detailType, Guid from, Guid until, CancellationToken ct) => [.. await database.Query("""
        select subject from archive where detail_type = @type and event_id >= @from and event_id < @until
         union select subject from outbox where detail_type = @type and id >= @from and id < @until
        """, row => row.GetString(0), ct, ("@type", detailType), ("@from", from), ("@until", until))];

    public Task<IReadOnlyList<(Guid EventId, string Envelope)>> Read(Where where, int limit, CancellationToken ct) => database.Query(
        $"select event_id, envelope from archive where {where} order by event_id limit @limit", row => (row.GetGuid(0), row.GetString(1)),
        ct, [.. where.Values, ("@limit", limit)]);

    public async Task<long> Count(Where where, CancellationToken ct) =>
        (await database.Query($"select count(*) from archive where {where}", row => row.GetInt64(0), ct, where.Values))[0];

    /// <remarks>Ids sort by time, so old events are the beginning of the primary key: nothing that stays is read.</remarks>
    public async Task<long> Purge(TimeSpan age, CancellationToken ct)
    {
        var now = (await database.Query($"select {database.Dialect.Now}", row => row.Utc(0), ct))[0];
        return await database.Purge(
            "delete from archive where event_id in (select event_id from archive where event_id < @before order by event_id limit @limit)",
            ("@before", EventIds.FirstAt(now - age)), ct);
    }

    private static Envelope Envelope(DbDataReader row) => Events.Envelope.Parse(Encoding.UTF8.GetBytes(row.GetString(0)));
}

internal static class Purging
{
    private const int BatchSize = 5_000;

    /// <summary>Deletes a batch a transaction until none is left. The statement takes <c>@limit</c>.</summary>
    /// <returns>How many rows.</returns>
    public static async Task<long> Purge(this ModuleDatabase database, string delete, (string, object?) before, CancellationToken ct)
    {
        var purged = 0L;
        while (await database.Execute(delete, ct, before, ("@limit", BatchSize)) is > 0 and var some)
            purged += some;
        return purged;
    }
}
