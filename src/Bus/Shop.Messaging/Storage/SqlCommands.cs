using System.Data.Common;

namespace Shop.Messaging.Storage;

/// <summary>Commands with named parameters, and how their rows are read: the same for both databases.</summary>
internal static class SqlCommands
{
    public static DbCommand Statement(this DbConnection connection, string sql, params ReadOnlySpan<(string Name, object? Value)> values)
    {
        var command = connection.CreateCommand();
        command.CommandText = sql;
        foreach (var (name, value) in values)
            command.AddParameter(name, value);
        return command;
    }

    public static void AddParameter(this DbCommand command, string name, object? value)
    {
        var parameter = command.CreateParameter();
        (parameter.ParameterName, parameter.Value) = (name, value ?? DBNull.Value);
        command.Parameters.Add(parameter);
    }

    public static async Task<int> Execute(this DbConnection connection, string sql, CancellationToken ct, params (string, object?)[] values)
    {
        await using var command = connection.Statement(sql, values);
        return await command.ExecuteNonQueryAsync(ct);
    }

    public static async Task<List<T>> Read<T>(this DbCommand command, Func<DbDataReader, T> row, CancellationToken ct)
    {
        var rows = new List<T>();
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct))
            rows.Add(row(reader));
        return rows;
    }

    public static DateTime Utc(this DbDataReader row, int column) => DateTime.SpecifyKind(row.GetDateTime(column), DateTimeKind.Utc);

    public static DateTime? UtcOrNull(this DbDataReader row, int column) => row.IsDBNull(column) ? null : row.Utc(column);

    public static Guid? IdOrNull(this DbDataReader row, int column) => row.IsDBNull(column) ? null : row.GetGuid(column);

    public static string? TextOrNull(this DbDataReader row, int column) => row.IsDBNull(column) ? null : row.GetString(column);
}
