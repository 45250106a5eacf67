using System.Data.Common;
using System.Text;
using System.Text.Json;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Shop.Events;

namespace Shop.Messaging;

/// <summary>A module in a SQLite file of its own: what is used when nothing else is installed.</summary>
public sealed partial class SqliteStore : ModuleStore
{
    // SQLite knows one writer and makes the others sleep and try again; a queue in the process lets them pass in order instead.
    private readonly SemaphoreSlim _writers = new(1);
    private readonly string _connectionString;

    /// <summary>A module's file.</summary>
    /// <param name="path">Where it is; made if it is not there.</param>
    public SqliteStore(string path)
    {
        Location = path;
        _connectionString = new SqliteConnectionStringBuilder { DataSource = path, DefaultTimeout = 30 }.ToString();
    }

    /// <inheritdoc/>
    public override StoreKind Kind => StoreKind.Sqlite;

    /// <inheritdoc/>
    public override bool Exclusive => true;

    /// <inheritdoc/>
    public override string Location { get; }

    internal override bool InsertsAreOneTransaction => false;

    internal override void Configure(DbContextOptionsBuilder options) =>
        options.UseSqlite(_connectionString).AddInterceptors(SqlitePragmas.Interceptor);

    internal override async ValueTask<IDisposable?> AcquireWriteLock(CancellationToken ct)
    {
        await _writers.WaitAsync(ct);
        return new WriteLock(_writers);
    }

    private sealed class WriteLock(SemaphoreSlim writers) : IDisposable
    {
        public void Dispose() => writers.Release();
    }

    /// <inheritdoc/>
    public override async Task<DbConnection> Open(CancellationToken ct)
    {
        var connection = new SqliteConnection(_connectionString);
        await connection.OpenAsync(ct);
        SqlitePragmas.Set(connection);
        return connection;
    }

    /// <summary>There is no round trip to spare: the database is in the process.</summary>
    internal override bool AppendOutboxInsert(DbCommand saving, IReadOnlyCollection<OutboxRow> published) => false;

    internal override async Task Publish(DbConnection connection, IReadOnlyCollection<OutboxRow> published, CancellationToken ct)
    {
        var rows = JsonSerializer.Serialize(published.Select(row => new { id = Id(row.Id), row.DetailType, row.Subject, row.CorrelationId, row.Envelope }));
        await using var insert = Command(connection, """
            insert into outbox (id, detail_type, subject, correlation_id, envelope)
            select value ->> 'id', value ->> 'DetailType', value ->> 'Subject', value ->> 'CorrelationId', value ->> 'Envelope' from json_each($rows)
            """, ("$rows", rows));
        await insert.ExecuteNonQueryAsync(ct);
    }

    internal override async Task<HashSet<(Guid, string)>> InsertInbox(
        DbConnection connection, IReadOnlyCollection<InboxMessage> messages, TimeSpan lease, CancellationToken ct)
    {
        await using var insert = Command(connection, """
            insert into inbox (event_id, rule, heard_at, due_at, envelope)
            select value ->> 'id', value ->> 'rule',
                   case when value ->> 'envelope' is null then strftime('%Y-%m-%d %H:%M:%f', 'now') end,
                   case when value ->> 'envelope' is not null then strftime('%Y-%m-%d %H:%M:%f', 'now', $lease) end,
                   value ->> 'envelope'
              from json_each($letters) where true
                on conflict do nothing
            returning event_id, rule
            """, ("$letters", Json(messages)), ("$lease", Seconds(lease)));
        return await insert.ReadKeys(ct);
    }

    internal override async Task<HashSet<(Guid, string)>> MarkHandled(DbConnection connection, IReadOnlyCollection<InboxMessage> messages, CancellationToken ct)
    {
        await using var update = Command(connection, """
            update inbox set heard_at = strftime('%Y-%m-%d %H:%M:%f', 'now'), due_at = null, envelope = null
              from json_each($letters) as letter
             where event_id = letter.value ->> 'id' and rule = letter.value ->> 'rule'
               and due_at is not null and attempts = letter.value ->> 'attempts'
            returning event_id, rule
            """, ("$letters", Json(messages)));
        return await update.ReadKeys(ct);
    }

    internal override Task<IReadOnlyList<StoredMessage>> ClaimDue(int limit, TimeSpan lease, CancellationToken ct) => Claim("""
        update inbox set due_at = strftime('%Y-%m-%d %H:%M:%f', 'now', $lease)
         where rowid in (select rowid from inbox where due_at <= strftime('%Y-%m-%d %H:%M:%f', 'now') order by due_at limit $most)
        returning event_id, rule, attempts, envelope
        """, Rows.KeptLetter, ct, ("$most", limit), ("$lease", Seconds(lease)));

    internal override async Task<TimeSpan?> NextDue(CancellationToken ct)
    {
        await using var connection = await Open(ct);
        await using var next = Command(connection, "select (julianday(min(due_at)) - julianday('now')) * 86400 from inbox where due_at is not null");
        return await next.ExecuteScalarAsync(ct) is double seconds ? TimeSpan.FromSeconds(seconds) : null;
    }

    internal override Task ReleaseLeases(CancellationToken ct) =>
        Write("update inbox set due_at = strftime('%Y-%m-%d %H:%M:%f', 'now') where due_at is not null and attempts = 0", ct);

    internal override async Task<IReadOnlyList<OutboxRow>> ClaimOverdue(int limit, TimeSpan lease, Guid? everythingAfter, CancellationToken ct)
    {
        var claimed = await Claim("""
            update outbox set carried_until = strftime('%Y-%m-%d %H:%M:%f', 'now', $lease)
             where id in (select id from outbox
                           where id > $after or $after is null and carried_until <= strftime('%Y-%m-%d %H:%M:%f', 'now')
                           order by id limit $most)
            returning id, detail_type, subject, correlation_id, envelope
            """, Rows.OutboxRow, ct, ("$most", limit), ("$lease", Seconds(lease)), ("$after", (object?)everythingAfter ?? DBNull.Value));
        return [.. claimed.OrderBy(row => row.Id.ToString(), StringComparer.Ordinal)];
    }

    internal override Task<IReadOnlyList<OutboxRow>> Published(IReadOnlyCollection<Guid> eventIds, CancellationToken ct) => Query("""
        select id, detail_type, subject, correlation_id, envelope from outbox where id in (select value from json_each($ids)) order by id
        """, Rows.OutboxRow, ct, ("$ids", Json(eventIds)));

    internal override Task Archive(IReadOnlyCollection<Guid> eventIds, CancellationToken ct) => Write("""
        insert into archive (event_id, detail_type, subject, correlation_id, published_at, envelope)
        select id, detail_type, subject, correlation_id, published_at, envelope from outbox where id in (select value from json_each($ids));
        delete from outbox where id in (select value from json_each($ids));
        """, ct, ("$ids", Json(eventIds)));

    /// <inheritdoc/>
    public override async Task<Backlog> Backlog(CancellationToken ct) => (await Query("""
        select (select count(*) from outbox),
               (select count(*) from inbox where due_at is not null),
               (select count(*) from inbox where dead_at is not null)
        """, Rows.Backlog, ct))[0];

    internal override async Task<Lag> Lag(CancellationToken ct) =>
        (await Query("select (select id from outbox order by id limit 1)", row => new Lag(Rows.Id(row, 0), null), ct))[0];

    internal override Task<IReadOnlyList<Envelope>> PublishedFor(string subject, CancellationToken ct) => Query("""
        select event_id, envelope from archive where subject = $subject
         union select id, envelope from outbox where subject = $subject
         order by 1
        """, row => Envelope.Parse(Encoding.UTF8.GetBytes(row.GetString(1))), ct, ("$subject", subject));

    internal override Task<IReadOnlyList<InboxRow>> HandlingOf(IReadOnlyCollection<Guid> eventIds, CancellationToken ct) => Query("""
        select event_id, rule, heard_at, due_at, dead_at, attempts, error from inbox
         where event_id in (select value from json_each($ids)) order by event_id, rule
        """, Rows.InboxRow, ct, ("$ids", Json(eventIds)));

    private async Task<IReadOnlyList<T>> Query<T>(string sql, Func<DbDataReader, T> row, CancellationToken ct, params (string, object)[] values)
    {
        await using var connection = await Open(ct);
        await using var command = Command(connection, sql, values);
        return await command.Read(row, ct);
    }

    private async Task<IReadOnlyList<T>> Claim<T>(string sql, Func<DbDataReader, T> row, CancellationToken ct, params (string, object)[] values)
    {
        using var turn = await AcquireWriteLock(ct);
        return await Query(sql, row, ct, values);
    }

    private async Task Write(string sql, CancellationToken ct, params (string, object)[] values)
    {
        using var turn = await AcquireWriteLock(ct);
        await using var connection = await Open(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        await using var command = Command(connection, sql, values);
        await command.ExecuteNonQueryAsync(ct);
        await transaction.CommitAsync(ct);
    }

    /// <inheritdoc/>
    public override ValueTask DisposeAsync()
    {
        _writers.Dispose();
        using var any = new SqliteConnection(_connectionString);
        SqliteConnection.ClearPool(any);
        return ValueTask.CompletedTask;
    }

    private static SqliteCommand Command(DbConnection connection, string sql, params (string Name, object Value)[] values)
    {
        var command = ((SqliteConnection)connection).CreateCommand();
        command.CommandText = sql;
        foreach (var (name, value) in values)
            command.Parameters.AddWithValue(name, value);
        return command;
    }

    /// <summary>Ids as text in the form that EF Core and Microsoft.Data.Sqlite give them.</summary>
    private static string Json(IReadOnlyCollection<Guid> ids) => JsonSerializer.Serialize(ids.Select(Id));

    private static string Json(IReadOnlyCollection<InboxMessage> messages) => JsonSerializer.Serialize(messages.Select(l => new
    {
        id = Id(l.Envelope.Metadata.EventId),
        rule = l.Rule.Name,
        attempts = l.Attempts,
        envelope = l.NeedsExternalCall ? Text(l) : null,
    }));

    private static string Id(Guid id) => id.ToString().ToUpperInvariant();

    private static string Text(InboxMessage message) => Encoding.UTF8.GetString(message.Envelope.Json.Span);

    private static string Seconds(TimeSpan wait) => FormattableString.Invariant($"{wait.TotalSeconds:+0.000;-0.000} seconds");
}
