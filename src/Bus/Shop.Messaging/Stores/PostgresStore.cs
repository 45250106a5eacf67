using System.Data.Common;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using NpgsqlTypes;
using Shop.Events;

namespace Shop.Messaging;

/// <summary>A module in a PostgreSQL schema of its own, found by the connection's search_path.</summary>
public sealed partial class PostgresStore : ModuleStore
{
    private readonly NpgsqlDataSource _source;
    private readonly string _schema;

    /// <summary>A module's schema in the database that a connection string names.</summary>
    /// <param name="connectionString">As Npgsql takes it. Pool size and prepared statements may be set in it.</param>
    /// <param name="schema">The module's schema.</param>
    public PostgresStore(string connectionString, string schema)
    {
        _schema = schema;
        var settings = new NpgsqlConnectionStringBuilder(connectionString) { SearchPath = schema, ApplicationName = "shop-" + schema, NoResetOnClose = true };
        if (settings.MaxAutoPrepare == 0) (settings.MaxAutoPrepare, settings.AutoPrepareMinUsages) = (100, 2);
        if (!connectionString.Contains("Pool Size", StringComparison.OrdinalIgnoreCase)) settings.MaxPoolSize = 20;
        // A process that hangs in a transaction must not keep its locks, nor keep the server from clearing away dead rows.
        settings.Options ??= "-c idle_in_transaction_session_timeout=60s";
        _source = NpgsqlDataSource.Create(settings);
        Location = $"{settings.Host}:{settings.Port}/{settings.Database}, schema {schema}";
    }

    /// <inheritdoc/>
    public override StoreKind Kind => StoreKind.Postgres;

    /// <inheritdoc/>
    public override bool Exclusive => false;

    /// <inheritdoc/>
    public override string Location { get; }

    /// <summary>One Sync ends a pipelined batch, so the server makes it one implicit transaction.</summary>
    internal override bool InsertsAreOneTransaction => true;

    internal override void Configure(DbContextOptionsBuilder options) => options.UseNpgsql(_source).AddInterceptors(OutboxInsertInterceptor.Interceptor);

    internal override ValueTask<IDisposable?> AcquireWriteLock(CancellationToken ct) => default;

    /// <inheritdoc/>
    public override async Task<DbConnection> Open(CancellationToken ct) => await _source.OpenConnectionAsync(ct);

    internal override async Task Publish(DbConnection connection, IReadOnlyCollection<OutboxRow> published, CancellationToken ct)
    {
        await using var insert = (NpgsqlCommand)connection.CreateCommand();
        AppendOutboxInsert(insert, published);
        await insert.ExecuteNonQueryAsync(ct);
    }

    internal override bool AppendOutboxInsert(DbCommand saving, IReadOnlyCollection<OutboxRow> published)
    {
        saving.CommandText += """
            insert into outbox (id, detail_type, subject, correlation_id, envelope)
            select * from unnest(@event_ids, @detail_types, @subjects, @correlation_ids, @envelopes)
            """;
        saving.Parameters.Add(new NpgsqlParameter<Guid[]>("event_ids", [.. published.Select(row => row.Id)]));
        saving.Parameters.Add(new NpgsqlParameter<string[]>("detail_types", [.. published.Select(row => row.DetailType)]));
        saving.Parameters.Add(new NpgsqlParameter<string[]>("subjects", [.. published.Select(row => row.Subject)]));
        saving.Parameters.Add(new NpgsqlParameter<string[]>("correlation_ids", [.. published.Select(row => row.CorrelationId)]));
        saving.Parameters.Add(new NpgsqlParameter<string[]>("envelopes", [.. published.Select(row => row.Envelope)]));
        return true;
    }

    internal override async Task<HashSet<(Guid, string)>> InsertInbox(
        DbConnection connection, IReadOnlyCollection<InboxMessage> messages, TimeSpan lease, CancellationToken ct)
    {
        await using var insert = new NpgsqlCommand("""
            insert into inbox (event_id, rule, heard_at, due_at, envelope)
            select id, rule, case when envelope is null then clock_timestamp() end, case when envelope is not null then clock_timestamp() + $4 end, envelope
              from unnest($1, $2, $3) as letter(id, rule, envelope)
             order by id, rule      -- two nodes that bring the same events wait for each other in one order only
                on conflict do nothing
            returning event_id, rule
            """, (NpgsqlConnection)connection);
        Keys(insert, messages);
        insert.Parameters.Add(new NpgsqlParameter { Value = messages.Select(l => l.NeedsExternalCall ? Text(l) : null).ToArray(), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Text });
        insert.Parameters.Add(new NpgsqlParameter<TimeSpan> { TypedValue = lease });
        return await insert.ReadKeys(ct);
    }

    internal override async Task<HashSet<(Guid, string)>> MarkHandled(DbConnection connection, IReadOnlyCollection<InboxMessage> messages, CancellationToken ct)
    {
        await using var update = new NpgsqlCommand("""
            update inbox set heard_at = clock_timestamp(), due_at = null, envelope = null
              from unnest($1, $2, $3) as letter(id, rule, attempts)
             where event_id = letter.id and inbox.rule = letter.rule and inbox.attempts = letter.attempts
               and heard_at is null and dead_at is null     -- it is due, but not to be looked for by that: the index of due letters is full of dead entries
            returning event_id, inbox.rule
            """, (NpgsqlConnection)connection);
        Keys(update, messages);
        update.Parameters.Add(new NpgsqlParameter<int[]> { TypedValue = [.. messages.Select(l => l.Attempts)] });
        return await update.ReadKeys(ct);
    }

    internal override async Task<IReadOnlyList<StoredMessage>> ClaimDue(int limit, TimeSpan lease, CancellationToken ct)
    {
        await using var claim = _source.CreateCommand("""
            with due as materialized (
              select event_id, rule from inbox where due_at <= statement_timestamp() order by due_at limit $1 for update skip locked)
            update inbox set due_at = clock_timestamp() + $2 from due where inbox.event_id = due.event_id and inbox.rule = due.rule
            returning inbox.event_id, inbox.rule, inbox.attempts, inbox.envelope
            """);
        claim.Parameters.Add(new NpgsqlParameter<int> { TypedValue = limit });
        claim.Parameters.Add(new NpgsqlParameter<TimeSpan> { TypedValue = lease });
        return await claim.Read(Rows.KeptLetter, ct);
    }

    internal override async Task<TimeSpan?> NextDue(CancellationToken ct)
    {
        await using var next = _source.CreateCommand("select min(due_at) - clock_timestamp() from inbox where due_at is not null");
        return await next.ExecuteScalarAsync(ct) is TimeSpan wait ? wait : null;
    }

    /// <summary>Another node may be alive: its leases run out by themselves.</summary>
    internal override Task ReleaseLeases(CancellationToken ct) => Task.CompletedTask;

    internal override async Task<IReadOnlyList<OutboxRow>> ClaimOverdue(int limit, TimeSpan lease, Guid? everythingAfter, CancellationToken ct)
    {
        await using var claim = _source.CreateCommand("""
            with overdue as materialized (
              select id from outbox where id > $3 or $3 is null and carried_until <= statement_timestamp() order by id limit $1 for update skip locked)
            update outbox set carried_until = clock_timestamp() + $2 from overdue where outbox.id = overdue.id
            returning outbox.id, detail_type, subject, correlation_id, envelope
            """);
        claim.Parameters.Add(new NpgsqlParameter<int> { TypedValue = limit });
        claim.Parameters.Add(new NpgsqlParameter<TimeSpan> { TypedValue = lease });
        claim.Parameters.Add(new NpgsqlParameter { Value = (object?)everythingAfter ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Uuid });
        return [.. (await claim.Read(Rows.OutboxRow, ct)).OrderBy(row => row.Id.ToString(), StringComparer.Ordinal)];
    }

    internal override async Task<IReadOnlyList<OutboxRow>> Published(IReadOnlyCollection<Guid> eventIds, CancellationToken ct)
    {
        await using var read = _source.CreateCommand(
            "select id, detail_type, subject, correlation_id, envelope from outbox where id = any($1) order by id");
        read.Parameters.Add(new NpgsqlParameter<Guid[]> { TypedValue = [.. eventIds] });
        return await read.Read(Rows.OutboxRow, ct);
    }

    internal override async Task Archive(IReadOnlyCollection<Guid> eventIds, CancellationToken ct)
    {
        await using var move = _source.CreateCommand("""
            with heard as (
              delete from outbox where id = any($1) returning id, detail_type, subject, correlation_id, published_at, envelope)
            insert into archive (event_id, detail_type, subject, correlation_id, published_at, envelope) select * from heard
            """);
        move.Parameters.Add(new NpgsqlParameter<Guid[]> { TypedValue = [.. eventIds] });
        await move.ExecuteNonQueryAsync(ct);
    }

    /// <inheritdoc/>
    public override async Task<Backlog> Backlog(CancellationToken ct)
    {
        await using var count = _source.CreateCommand("""
            select (select count(*) from outbox),
                   (select count(*) from inbox where due_at is not null),
                   (select count(*) from inbox where dead_at is not null)
            """);
        return (await count.Read(Rows.Backlog, ct))[0];
    }

    internal override async Task<Lag> Lag(CancellationToken ct)
    {
        // A vacuum may take hours, and keeps nobody else from clearing up.
        await using var look = _source.CreateCommand("""
            select (select id from outbox order by id limit 1),
                   clock_timestamp() - least(
                     (select min(xact_start) from pg_stat_activity
                       where datname = current_database() and pid <> pg_backend_pid() and backend_type <> 'autovacuum worker'),
                     (select min(prepared) from pg_prepared_xacts where database = current_database()))
            """);
        return (await look.Read(row => new Lag(Rows.Id(row, 0), row.IsDBNull(1) ? null : row.GetFieldValue<TimeSpan>(1)), ct))[0];
    }

    internal override async Task<IReadOnlyList<Envelope>> PublishedFor(string subject, CancellationToken ct)
    {
        await using var published = _source.CreateCommand("""
            select event_id, envelope from archive where subject = $1
             union select id, envelope from outbox where subject = $1
             order by 1
            """);
        published.Parameters.Add(new NpgsqlParameter<string> { TypedValue = subject });
        return await published.Read(row => Envelope.Parse(Encoding.UTF8.GetBytes(row.GetString(1))), ct);
    }

    internal override async Task<IReadOnlyList<InboxRow>> HandlingOf(IReadOnlyCollection<Guid> eventIds, CancellationToken ct)
    {
        await using var received = _source.CreateCommand(
            "select event_id, rule, heard_at, due_at, dead_at, attempts, error from inbox where event_id = any($1) order by event_id, rule");
        received.Parameters.Add(new NpgsqlParameter<Guid[]> { TypedValue = [.. eventIds] });
        return await received.Read(Rows.InboxRow, ct);
    }

    /// <inheritdoc/>
    public override ValueTask DisposeAsync() => _source.DisposeAsync();

    private static void Keys(NpgsqlCommand command, IReadOnlyCollection<InboxMessage> messages)
    {
        command.Parameters.Add(new NpgsqlParameter<Guid[]> { TypedValue = [.. messages.Select(l => l.Envelope.Metadata.EventId)] });
        command.Parameters.Add(new NpgsqlParameter<string[]> { TypedValue = [.. messages.Select(l => l.Rule.Name)] });
    }

    private static string Text(InboxMessage message) => Encoding.UTF8.GetString(message.Envelope.Json.Span);
}
