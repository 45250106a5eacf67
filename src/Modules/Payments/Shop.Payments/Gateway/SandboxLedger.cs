using System.Data.Common;
using Shop.Events;
using Shop.Messaging;

namespace Shop.Payments;

/// <summary>What the sandbox has done, one row a business key. Each deed is one statement that commits by itself.</summary>
internal sealed class SandboxLedger(ModuleStore store)
{
    /// <summary>Writes a charge down, unless something happened under its key already.</summary>
    /// <returns>Whether it was written.</returns>
    public Task<bool> Write(string businessKey, ChargeOutcome outcome, CancellationToken ct) => store.RunAlone(async connection =>
    {
        await using var insert = Command(connection, """
            insert into sandbox_charges (business_key, outcome, payment_id, amount, currency, reason)
            values (@key, @outcome, @payment_id, @amount, @currency, @reason)
                on conflict do nothing
            """);
        var (captured, declined) = (outcome as Captured, outcome as Declined);
        Add(insert, "key", businessKey);
        Add(insert, "outcome", captured is null ? "declined" : "captured");
        Add(insert, "payment_id", captured?.PaymentId ?? "");
        Add(insert, "amount", captured?.Amount.Minor ?? 0);
        Add(insert, "currency", captured?.Currency ?? "");
        Add(insert, "reason", declined?.Reason ?? "");
        return await insert.ExecuteNonQueryAsync(ct) == 1;
    }, ct);

    /// <summary>What happened under a key; null for nothing.</summary>
    public async Task<ChargeOutcome?> Find(string businessKey, CancellationToken ct)
    {
        await using var connection = await store.Open(ct);
        await using var select = Command(connection, "select payment_id, amount, currency, reason from sandbox_charges where business_key = @key");
        Add(select, "key", businessKey);
        await using var row = await select.ExecuteReaderAsync(ct);
        if (!await row.ReadAsync(ct))
            return null;
        return row.GetString(3) is { Length: > 0 } reason ? new Declined(reason) : CapturedIn(row);
    }

    /// <summary>Gives back what was captured, or closes the key. Charge and refund of one key exclude each other by its primary key.</summary>
    public Task<Captured?> Refund(string businessKey, CancellationToken ct) => store.RunAlone(async connection =>
    {
        await using var upsert = Command(connection, """
            insert into sandbox_charges (business_key, outcome, reason) values (@key, 'closed', 'closed_before_it_was_charged')
                on conflict (business_key) do update set outcome = 'refunded' where sandbox_charges.outcome in ('captured', 'refunded')
            returning payment_id, amount, currency, outcome
            """);
        Add(upsert, "key", businessKey);
        await using var row = await upsert.ExecuteReaderAsync(ct);
        return await row.ReadAsync(ct) && row.GetString(3) == "refunded" ? CapturedIn(row) : null;
    }, ct);

    private static Captured CapturedIn(DbDataReader row) => new(row.GetString(0), new Money(row.GetInt64(1)), row.GetString(2));

    private static DbCommand Command(DbConnection connection, string sql)
    {
        var command = connection.CreateCommand();
        command.CommandText = sql;
        return command;
    }

    private static void Add(DbCommand command, string name, object value)
    {
        var parameter = command.CreateParameter();
        (parameter.ParameterName, parameter.Value) = (name, value);
        command.Parameters.Add(parameter);
    }
}
