using System.Data.Common;
using Shop.Events;
using Shop.Messaging;

namespace Shop.Payments;

/// <summary>What the sandbox has done, one row a business key. Each deed commits by itself.</summary>
internal sealed class SandboxLedger(ModuleStore store)
{
    /// <summary>Writes an authorisation down, unless something happened under its key already.</summary>
    /// <returns>Whether it was written.</returns>
    public Task<bool> Write(string businessKey, AuthorisationOutcome outcome, CancellationToken ct)
    {
        var (authorised, declined) = (outcome as Authorised, outcome as Declined);
        return Changes("""
            insert into sandbox_charges (business_key, outcome, payment_id, amount, currency, reason)
            values (@key, @outcome, @payment_id, @amount, @currency, @reason)
                on conflict do nothing
            """, ct,
            ("key", businessKey), ("outcome", authorised is null ? "declined" : "authorised"), ("payment_id", authorised?.PaymentId ?? ""),
            ("amount", authorised?.Amount.Minor ?? 0), ("currency", authorised?.Currency ?? ""), ("reason", declined?.Reason ?? ""));
    }

    /// <summary>What an authorisation under a key came to; null for nothing.</summary>
    public async Task<AuthorisationOutcome?> Find(string businessKey, CancellationToken ct)
    {
        await using var connection = await store.Open(ct);
        return await Row<AuthorisationOutcome>(connection, "select payment_id, amount, currency, reason from sandbox_charges where business_key = @key",
            row => row.GetString(3) is { Length: > 0 } reason ? new Declined(reason) : AuthorisedIn(row), ct, ("key", businessKey));
    }

    /// <summary>Takes what was authorised; null when there is nothing to take.</summary>
    public Task<Authorised?> Capture(string businessKey, CancellationToken ct) => store.RunAlone(connection => Row(connection, """
        update sandbox_charges set outcome = 'captured' where business_key = @key and outcome in ('authorised', 'captured')
        returning payment_id, amount, currency
        """, AuthorisedIn, ct, ("key", businessKey)), ct);

    /// <summary>Voids, refunds what is left, or closes the key. All deeds under one key exclude each other by its primary key.</summary>
    public Task<GivenBack?> GiveBack(string businessKey, CancellationToken ct) => OneAfterTheOther(businessKey, connection => Row(connection, """
        insert into sandbox_charges (business_key, outcome, reason) values (@key, 'closed', 'closed_before_it_was_charged')
            on conflict (business_key) do update
               set outcome = case sandbox_charges.outcome when 'authorised' then 'voided' when 'captured' then 'refunded' else sandbox_charges.outcome end
             where sandbox_charges.outcome in ('authorised', 'captured', 'voided', 'refunded')
        returning payment_id, amount, currency, outcome,
                  (select cast(coalesce(sum(part.amount), 0) as bigint) from sandbox_refunds part where part.business_key = @key)
        """, GivenBackIn, ct, ("key", businessKey)), ct);

    /// <summary>Gives a part back, once a refund key, if that much is left.</summary>
    /// <returns>Whether it was given back, now or before.</returns>
    public Task<bool> Refund(string businessKey, string refundKey, Money amount, CancellationToken ct) => OneAfterTheOther(businessKey, async connection =>
    {
        await using var insert = Command(connection, """
            insert into sandbox_refunds (refund_key, business_key, amount)
            select @refund, business_key, @amount from sandbox_charges
             where business_key = @key and outcome = 'captured'
               and amount >= @amount + (select coalesce(sum(part.amount), 0) from sandbox_refunds part where part.business_key = @key)
                on conflict do nothing
            """, [("refund", refundKey), ("key", businessKey), ("amount", amount.Minor)]);
        await insert.ExecuteNonQueryAsync(ct);
        return await Row(connection, "select refund_key from sandbox_refunds where refund_key = @refund", row => row.GetString(0), ct, ("refund", refundKey)) is not null;
    }, ct);

    /// <summary>
    /// What is left of a payment is known only while nobody else gives back of it. The statement that adds up must begin after the lock is held: a
    /// statement that waits for a lock still sees the rows as they were when it began.
    /// </summary>
    private Task<T> OneAfterTheOther<T>(string businessKey, Func<DbConnection, Task<T>> deed, CancellationToken ct) => store.RunAlone(async connection =>
    {
        await using var transaction = await connection.BeginTransactionAsync(ct);
        await using (var hold = Command(connection, "update sandbox_charges set outcome = outcome where business_key = @key", [("key", businessKey)]))
            await hold.ExecuteNonQueryAsync(ct);
        var result = await deed(connection);
        await transaction.CommitAsync(ct);
        return result;
    }, ct);

    private static Authorised AuthorisedIn(DbDataReader row) => new(row.GetString(0), new Money(row.GetInt64(1)), row.GetString(2));

    private static GivenBack? GivenBackIn(DbDataReader row) => row.GetString(3) switch
    {
        "closed" => null,
        "voided" => new GivenBack(AuthorisedIn(row), null),
        _ => new GivenBack(AuthorisedIn(row), new Money(row.GetInt64(1) - row.GetInt64(4))),
    };

    private Task<bool> Changes(string sql, CancellationToken ct, params (string, object)[] parameters) => store.RunAlone(async connection =>
    {
        await using var command = Command(connection, sql, parameters);
        return await command.ExecuteNonQueryAsync(ct) == 1;
    }, ct);

    private static async Task<T?> Row<T>(DbConnection connection, string sql, Func<DbDataReader, T?> read, CancellationToken ct, params (string, object)[] parameters)
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
}
