using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Shop.Messaging.Migrations;

namespace Shop.Messaging.Storage;

/// <summary>One module's database: connections, transactions and the dialect. Leases and due times are judged by the database's clock.</summary>
internal abstract class ModuleDatabase : IAsyncDisposable
{
    /// <summary>Which database this is.</summary>
    public abstract StoreKind Kind { get; }

    /// <summary>How this database writes its SQL.</summary>
    public abstract SqlDialect Dialect { get; }

    /// <summary>Whether only this process can have the database open: then no lease of another process is alive when it starts.</summary>
    public abstract bool Exclusive { get; }

    /// <summary>
    /// Whether a round trip is worth saving: inserts that EF Core sends without a transaction are atomic, and the outbox insert may join
    /// them.
    /// </summary>
    public abstract bool PipelinesInserts { get; }

    /// <summary>Where the database is, for messages to people: no secrets.</summary>
    public abstract string Location { get; }

    /// <summary>Configures EF Core for the database.</summary>
    public abstract void Configure(DbContextOptionsBuilder options);

    /// <summary>An open connection on which unqualified names are the module's own.</summary>
    public abstract Task<DbConnection> Open(CancellationToken ct);

    /// <summary>Waits for the one writer's place, where the database allows only one; dispose it to leave.</summary>
    public abstract ValueTask<IDisposable?> AcquireWriteLock(CancellationToken ct);

    /// <summary>Closes the connections.</summary>
    public abstract ValueTask DisposeAsync();

    /// <summary>Whether the last write that the store could not take was not followed by one that it took.</summary>
    public bool WritesFail { get; private set; }

    /// <summary>Notes that a write failed. An exception filter: it never catches.</summary>
    public bool NoteFailure(Exception e)
    {
        WritesFail |= StoreOutage.IsCauseOf(e);
        return false;
    }

    /// <summary>After a failed write, writes a probe: it throws what the store answers, or shows that the store is usable again.</summary>
    public async Task CheckWrites(CancellationToken ct)
    {
        if (!WritesFail)
            return;
        await Execute($"insert into write_probe (id, at) values (1, {Dialect.Now}) on conflict (id) do update set at = excluded.at", ct);
        WritesFail = false;
    }

    /// <summary>Runs a query on a connection of its own.</summary>
    public async Task<IReadOnlyList<T>> Query<T>(string sql, Func<DbDataReader, T> row, CancellationToken ct, params (string, object?)[] values)
    {
        await using var connection = await Open(ct);
        await using var command = connection.Statement(sql, values);
        return await command.Read(row, ct);
    }

    /// <summary>Runs a statement that changes rows and returns some of them; it commits by itself.</summary>
    public Task<List<T>> Claim<T>(string sql, Func<DbDataReader, T> row, CancellationToken ct, params (string, object?)[] values) =>
        RunInOwnTransaction(async connection =>
        {
            await using var command = connection.Statement(sql, values);
            return await command.Read(row, ct);
        }, ct);

    /// <summary>Runs one statement that commits by itself; returns how many rows it changed.</summary>
    public Task<int> Execute(string sql, CancellationToken ct, params (string, object?)[] values) =>
        RunInOwnTransaction(connection => connection.Execute(sql, ct, values), ct);

    /// <summary>Runs one statement that commits by itself, on a connection of its own.</summary>
    public async Task<T> RunInOwnTransaction<T>(Func<DbConnection, Task<T>> statement, CancellationToken ct)
    {
        try
        {
            using var writeLock = await AcquireWriteLock(ct);
            await using var connection = await Open(ct);
            return await statement(connection);
        }
        catch (Exception e) when (NoteFailure(e))
        {
            throw;
        }
    }

    /// <summary>Runs several statements that are committed together; an exception undoes them.</summary>
    public async Task<T> InTransaction<T>(Func<DbConnection, Task<T>> statements, CancellationToken ct)
    {
        try
        {
            using var writeLock = await AcquireWriteLock(ct);
            await using var connection = await Open(ct);
            await using var transaction = await connection.BeginTransactionAsync(ct);
            var result = await statements(connection);
            await transaction.CommitAsync(ct);
            return result;
        }
        catch (Exception e) when (NoteFailure(e))
        {
            throw;
        }
    }
}
