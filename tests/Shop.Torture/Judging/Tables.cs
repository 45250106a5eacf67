using System.Data.Common;
using Shop.Testing;

namespace Shop.Torture;

/// <summary>Reads the modules' own tables, past the shops and the proxy.</summary>
internal static class Tables
{
    public static async Task<List<T>> Read<T>(TestDatabase database, string module, string sql, Func<DbDataReader, T> row)
    {
        await using var connection = await database.OpenAsync(module);
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        await using var reader = await command.ExecuteReaderAsync();
        var rows = new List<T>();
        while (await reader.ReadAsync())
            rows.Add(row(reader));
        return rows;
    }

    /// <summary>The result of a query for one boolean.</summary>
    public static async Task<bool> One(TestDatabase database, string module, string sql) => (await Read(database, module, sql, row => row.GetBoolean(0))).Contains(true);
}
