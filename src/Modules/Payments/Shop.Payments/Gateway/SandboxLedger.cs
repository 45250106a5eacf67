using System.Data.Common;
using System.Text.Json;
using Shop.Events;

namespace Shop.Payments;

/// <summary>The sandbox's ledger, one row per business key. It never shares a transaction with the shop.</summary>
internal sealed class SandboxLedger
{
    private const int MaxBatchSize = 100;

    private static readonly string WritePostgres = WriteSql(
        "json_to_recordset(@given::json) as given(key text, outcome text, payment_id text, amount bigint, currency text, reason text)");

    private static readonly string WriteSqlite = WriteSql("""
        (select value ->> 'key' as key, value ->> 'outcome' as outcome, value ->> 'payment_id' as payment_id, value ->> 'amount' as amount,
                value ->> 'currency' as currency, value ->> 'reason' as reason from json_each(@given)) as given
        """);

    private readonly IModuleStorage<PaymentsDb> _storage;
    private readonly GroupCommit<Entry> _entries;

    public SandboxLedger(IModuleStorage<PaymentsDb> storage)
    {
        _storage = storage;
        _entries = new GroupCommit<Entry>(MaxBatchSize, Write);
    }

    /// <summary>Inserts an authorisation, unless its key was used before. Concurrent ones share one statement.</summary>
    /// <returns>Whether it was written.</returns>
    public async Task<bool> Write(string businessKey, AuthorisationOutcome outcome, CancellationToken ct)
    {
        var entry = new Entry(businessKey, outcome);
        await _entries.Commit(entry, ct);
        return entry.Written;
    }

    private Task Write(IReadOnlyList<Entry> entries) => _storage.RunInOwnTransaction(async connection =>
    {
        var rows = JsonSerializer.Serialize(entries.OrderBy(entry => entry.BusinessKey, StringComparer.Ordinal).Select(entry => entry.Row));
        await using var command = Command(connection, _storage.Kind == StoreKind.Postgres ? WritePostgres : WriteSqlite, [("given", rows)]);
        await using var row = await command.ExecuteReaderAsync();
        var written = new HashSet<string>();
        while (await row.ReadAsync())
            written.Add(row.GetString(0));
        foreach (var entry in entries)
            entry.Written = written.Remove(entry.BusinessKey);      // of two with one key, the first
        return written;
    }, CancellationToken.None);

    private static string WriteSql(string given) => $"""
        insert into sandbox_charges (business_key, outcome, payment_id, amount, currency, reason)
        select key, outcome, payment_id, amount, currency, reason from {given} where true
            on conflict do nothing
        returning business_key
        """;

    /// <summary>The outcome of the authorisation under a key; null for none.</summary>
    public async Task<AuthorisationOutcome?> Find(string businessKey, CancellationToken ct)
    {
        await using var connection = await _storage.Open(ct);
        return await Row<AuthorisationOutcome>(
            connection, "select payment_id, amount, currency, reason from sandbox_charges where business_key = @key",
            row => row.GetString(3) is { Length: > 0 } reason ? new Declined(reason) : ReadAuthorised(row), ct, ("key", businessKey));
    }

    /// <summary>Captures what was authorised; null when there is nothing to capture.</summary>
    public Task<Authorised?> Capture(string businessKey, CancellationToken ct) =>
        _storage.RunInOwnTransaction(connection => Row(connection, """
        update sandbox_charges set outcome = 'captured' where business_key = @key and outcome in ('authorised', 'captured')
        returning payment_id, amount, currency
        """, ReadAuthorised, ct, ("key", businessKey)), ct);

    /// <summary>Voids, refunds what is left, or closes the key. The row lock serializes operations on one key.</summary>
    public Task<VoidOrRefundResult?> VoidOrRefund(string businessKey, CancellationToken ct) => Serialized(businessKey, connection => Row(connection, """
        insert into sandbox_charges (business_key, outcome, reason) values (@key, 'closed', 'closed_before_it_was_charged')
            on conflict (business_key) do update
               set outcome = case sandbox_charges.outcome when 'authorised' then 'voided' when 'captured' then 'refunded' else sandbox_charges.outcome end
             where sandbox_charges.outcome in ('authorised', 'captured', 'voided', 'refunded')
        returning payment_id, amount, currency, outcome,
                  (select cast(coalesce(sum(part.amount), 0) as bigint) from sandbox_refunds part where part.business_key = @key)
        """, ReadVoidOrRefund, ct, ("key", businessKey)), ct);

    /// <summary>Refunds a part, once per refund key, if that much is left.</summary>
    /// <returns>Whether it was refunded, now or before.</returns>
    public Task<bool> Refund(string businessKey, string refundKey, Money amount, CancellationToken ct) =>
        Serialized(businessKey, async connection =>
    {
        await using var insert = Command(connection, """
            insert into sandbox_refunds (refund_key, business_key, amount)
            select @refund, business_key, @amount from sandbox_charges
             where business_key = @key and outcome = 'captured'
               and amount >= @amount + (select coalesce(sum(part.amount), 0) from sandbox_refunds part where part.business_key = @key)
                on conflict do nothing
            """, [("refund", refundKey), ("key", businessKey), ("amount", amount.Minor)]);
        await insert.ExecuteNonQueryAsync(ct);
        return await Row(
            connection, "select refund_key from sandbox_refunds where refund_key = @refund", row => row.GetString(0), ct,
            ("refund", refundKey)) is not null;
    }, ct);

    /// <summary>
    /// Locks the payment while computing what is left of it. The statement that adds up must start after the lock is held: a statement that
    /// waits for a lock still sees the rows as of its start.
    /// </summary>
    private Task<T> Serialized<T>(string businessKey, Func<DbConnection, Task<T>> action, CancellationToken ct) =>
        _storage.RunInOwnTransaction(async connection =>
    {
        await using var transaction = await connection.BeginTransactionAsync(ct);
        await using (
            var hold =
            Command(connection, "update sandbox_charges set outcome = outcome where business_key = @key", [("key", businessKey)]))
            await hold.ExecuteNonQueryAsync(ct);
        var result = await action(connection);
        await transaction.CommitAsync(ct);
        return result;
    }, ct);

    private static Authorised ReadAuthorised(DbDataReader row) => new(row.GetString(0), new Money(row.GetInt64(1)), row.GetString(2));

    private static VoidOrRefundResult? ReadVoidOrRefund(DbDataReader row) => row.GetString(3) switch
    {
        "closed" => null,
        "voided" => new VoidOrRefundResult(ReadAuthorised(row), null),
        _ => new VoidOrRefundResult(ReadAuthorised(row), new Money(row.GetInt64(1) - row.GetInt64(4))),
    };

    private static async Task<T?> Row<T>(DbConnection connection, string sql, Func<DbDataReader, T?> read, CancellationToken ct,
    params (string, object)[] parameters)
        where T : class
    {
        await using var command = Command(connection, sql, parameters);
        await using var row = await command.ExecuteReaderAsync(ct);
        return await row.ReadAsync(ct) ? read(row) : null;
    }

    private static DbCommand Command(DbConnection connection, string sql, (string Name, object Value)[] parameters)
    {
        var command = connection.CreateCommand();
        command.CommandText = sql;
        foreach (var (name, value) in parameters)
        {
            var parameter = command.CreateParameter();
            (parameter.ParameterName, parameter.Value) = (name, value);
            command.Parameters.Add(parameter);
        }
        return command;
    }

    private sealed record Entry(string BusinessKey, AuthorisationOutcome Outcome)
    {
        public bool Written { get; set; }

        public object Row => Outcome switch
        {
            Authorised authorised => new
            {
                key = BusinessKey, outcome = "authorised", payment_id = authorised.PaymentId,
                amount = authorised.Amount.Minor, currency = authorised.Currency, reason = "",
            },
            Declined declined =>
                new { key = BusinessKey, outcome = "declined", payment_id = "", amount = 0L, currency = "", reason = declined.Reason },
            _ => throw new ArgumentOutOfRangeException(nameof(Outcome), Outcome, "The sandbox authorises or declines."),
        };
    }
}
