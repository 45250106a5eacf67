using System.Data;
using System.Data.Common;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;

namespace Shop.Analytics;

internal sealed class AnalyticsDb(DbContextOptions<AnalyticsDb> options) : ModuleDbContext(options)
{
    private static readonly JsonSerializerOptions Rows = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };

    private FactSql Sql => Database.IsNpgsql() ? FactSql.Postgres : FactSql.Sqlite;

    /// <summary>
    /// Merges facts into the tables: one statement per table, whatever the number of events. The table order is fixed, so transactions
    /// cannot deadlock.
    /// </summary>
    public async Task Merge(Facts facts, CancellationToken ct, string tables = "")
    {
        await Merge(facts.Orders, Sql.MergeOrders(tables), ct);
        await Merge(facts.Lines, Sql.MergeLines(tables), ct);
        await Merge(facts.Refunds, Sql.MergeRefunds(tables), ct);
    }

    private async Task Merge<TFact>(List<TFact> facts, string sql, CancellationToken ct)
    {
        if (facts.Count > 0)
            await Database.ExecuteSqlRawAsync(sql, [JsonSerializer.Serialize(facts, Rows)], ct);
    }

    /// <summary>The rows of a report.</summary>
    /// <param name="sql">The SQL, with <c>@from</c>, <c>@until</c> and <c>@bucket</c>.</param>
    /// <param name="period">The values of these parameters.</param>
    /// <param name="row">Reads one row.</param>
    /// <param name="ct">Cancels the query.</param>
    /// <param name="values">Further parameters.</param>
    public async Task<IReadOnlyList<T>> Query<T>(string sql, Period period, Func<DbDataReader, T> row, CancellationToken ct,
    params (string Name, object Value)[] values)
    {
        await Database.OpenConnectionAsync(ct);
        await using var command = Database.GetDbConnection().CreateCommand();
        command.CommandText = sql;
        foreach (
            var (name, value) in (ReadOnlySpan<(string, object)>)[
            ("@from", period.From), ("@until", period.Until), ("@bucket", period.Bucket), .. values])
        {
            var parameter = command.CreateParameter();
            (parameter.ParameterName, parameter.Value) = (name, value);
            command.Parameters.Add(parameter);
        }
        var rows = new List<T>();
        await using var reader = await command.ExecuteReaderAsync(CommandBehavior.SingleResult, ct);
        while (await reader.ReadAsync(ct))
            rows.Add(row(reader));
        return rows;
    }
}
