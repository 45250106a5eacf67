using System.Data.Common;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace Shop.Messaging.Migrations;

/// <summary>The differences between the two stores' migrations, and the history that they share.</summary>
internal abstract class MigrationStore
{
    public static MigrationStore For(string module, DbConnection connection) => connection switch
    {
        NpgsqlConnection postgres => new PostgresMigrationStore(module, postgres),
        SqliteConnection sqlite => new SqliteMigrationStore(sqlite),
        _ => throw new ArgumentException($"Migrations run on PostgreSQL and SQLite, not on {connection.GetType().Name}.", nameof(connection)),
    };

    public abstract StoreKind Kind { get; }

    protected abstract DbConnection Connection { get; }

    /// <summary>The history's name, qualified where an unqualified one could find another schema's.</summary>
    protected abstract string HistoryTable { get; }

    /// <summary>Begins a transaction that no other migrating process shares, and creates the history if it is missing.</summary>
    public abstract Task<DbTransaction> BeginAsync(CancellationToken ct);

    /// <summary>Whether these lines are one or more whole statements, so that the next line begins another.</summary>
    public abstract bool IsComplete(string sql);

    /// <summary>The line of the error within the statement, from 0; 0 if the database does not report it.</summary>
    public abstract int LinesToError(string sql, DbException error);

    protected abstract Task<bool> HasHistoryAsync(CancellationToken ct);

    public async Task RunAsync(string sql, CancellationToken ct)
    {
        await using var command = Command(sql);
        await command.ExecuteNonQueryAsync(ct);
    }

    public async Task<IReadOnlyList<HistoryRow>> ReadHistoryAsync(CancellationToken ct)
    {
        if (!await HasHistoryAsync(ct))
            return [];

        await using var command = Command($"select series, number, name, sha256 from {HistoryTable} order by series, number");
        await using var reader = await command.ExecuteReaderAsync(ct);
        var rows = new List<HistoryRow>();
        while (await reader.ReadAsync(ct))
            rows.Add(new HistoryRow(reader.GetString(0), reader.GetInt32(1), reader.GetString(2), reader.GetString(3)));
        return rows;
    }

    public async Task RecordAsync(MigrationScript script, CancellationToken ct)
    {
        await using var command = Command(
            $"insert into {HistoryTable} (series, number, name, sha256) values (@series, @number, @name, @sha256)",
            ("series", script.Series), ("number", script.Number), ("name", script.Name), ("sha256", script.Sha256));
        await command.ExecuteNonQueryAsync(ct);
    }

    /// <summary>A command without a time limit: a script may take long, and so may the wait for another process that runs one.</summary>
    protected DbCommand Command(string sql, params ReadOnlySpan<(string Name, object Value)> parameters)
    {
        var command = Connection.CreateCommand();
        command.CommandText = sql;
        command.CommandTimeout = 0;
        foreach (var (name, value) in parameters)
        {
            var parameter = command.CreateParameter();
            (parameter.ParameterName, parameter.Value) = (name, value);
            command.Parameters.Add(parameter);
        }

        return command;
    }
}
