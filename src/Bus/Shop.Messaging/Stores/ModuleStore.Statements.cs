using System.Data.Common;

namespace Shop.Messaging;

/// <summary>What both databases say in the same words, but for their clocks and locks.</summary>
public abstract partial class ModuleStore
{
    /// <summary>The database's clock.</summary>
    private protected abstract string Now { get; }

    /// <summary>A time so long after the database's now; the parameter's value is a <see cref="Wait"/>.</summary>
    private protected abstract string NowPlus(string parameter);

    /// <summary>A time span as <see cref="NowPlus"/> takes it.</summary>
    private protected abstract object Wait(TimeSpan wait);

    /// <summary>Ends a query whose rows are to be changed: passes over what another node is changing.</summary>
    private protected abstract string SkipLocked { get; }

    /// <summary>Ends a query whose rows are to be changed: waits for what another node is changing.</summary>
    private protected abstract string WaitForLocked { get; }

    private async Task<IReadOnlyList<T>> Query<T>(string sql, Func<DbDataReader, T> row, CancellationToken ct, params (string, object?)[] values)
    {
        await using var connection = await Open(ct);
        await using var command = connection.Statement(sql, values);
        return await command.Read(row, ct);
    }

    /// <summary>One statement that commits by itself; returns how many rows it changed.</summary>
    private Task<int> Execute(string sql, CancellationToken ct, params (string, object?)[] values) =>
        InTransaction(connection => connection.Execute(sql, ct, values), ct);

    /// <summary>Several statements that are committed together; an exception undoes them.</summary>
    internal async Task<T> InTransaction<T>(Func<DbConnection, Task<T>> statements, CancellationToken ct)
    {
        using var turn = await AcquireWriteLock(ct);
        await using var connection = await Open(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        var result = await statements(connection);
        await transaction.CommitAsync(ct);
        return result;
    }
}

internal static class Statements
{
    public static DbCommand Statement(this DbConnection connection, string sql, params (string Name, object? Value)[] values)
    {
        var command = connection.CreateCommand();
        command.CommandText = sql;
        foreach (var (name, value) in values)
        {
            var parameter = command.CreateParameter();
            (parameter.ParameterName, parameter.Value) = (name, value ?? DBNull.Value);
            command.Parameters.Add(parameter);
        }
        return command;
    }

    public static async Task<int> Execute(this DbConnection connection, string sql, CancellationToken ct, params (string, object?)[] values)
    {
        await using var command = connection.Statement(sql, values);
        return await command.ExecuteNonQueryAsync(ct);
    }
}
