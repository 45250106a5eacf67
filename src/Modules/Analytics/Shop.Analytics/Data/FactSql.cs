using System.Reflection;
using System.Text.Json;

namespace Shop.Analytics;

/// <summary>
/// The statements that merge facts into the tables; {0} is a JSON array of facts. Rows are locked in key order. A column stores the least
/// value ever reported, so the result does not depend on the order or repetition of facts.
/// </summary>
internal sealed class FactSql
{
    private static readonly (string Name, string Type)[] Order = Columns(typeof(OrderFact));
    private static readonly (string Name, string Type)[] Line = Columns(typeof(LineFact));
    private static readonly (string Name, string Type)[] Refund = Columns(typeof(RefundFact));

    public static FactSql Postgres { get; } = new(columns =>
        $"json_to_recordset({{0}}::json) as fact({string.Join(", ", columns.Select(column => $"{column.Name} {column.Type}"))})");

    public static FactSql Sqlite { get; } = new(columns =>
        $"(select {string.Join(", ", columns.Select(column => $"value ->> '{column.Name}' as {column.Name}"))} from json_each({{0}})) as "
            + $"fact");

    private readonly Func<(string Name, string Type)[], string> _source;

    private FactSql(Func<(string Name, string Type)[], string> given) => _source = given;

    /// <param name="tables">The prefix of the table names.</param>
    /// <param name="source">The source of the facts; by default the JSON parameter.</param>
    public string MergeOrders(string tables, string? source = null) => $"""
        insert into {tables}orders as known ({Names(Order)})
        select order_id, {string.Join(", ", Published.Select(column => $"min({column})"))}
          from {source ?? _source(Order)} where true group by order_id order by order_id
            on conflict (order_id) do update set {string.Join(", ", Published.Select(Least))}
        """;

    /// <inheritdoc cref="MergeOrders"/>
    public string MergeLines(string tables, string? source = null) => $"""
        insert into {tables}lines ({Names(Line)})
        select order_id, product_id, min(quantity)
          from {source ?? _source(Line)} where true group by order_id, product_id order by order_id, product_id
            on conflict do nothing
        """;

    /// <inheritdoc cref="MergeOrders"/>
    public string MergeRefunds(string tables, string? source = null) => $"""
        insert into {tables}refunds as known ({Names(Refund)})
        select refund_id, min(order_id), min(at), min(amount), min(currency)
          from {source ?? _source(Refund)} where true group by refund_id order by refund_id
            on conflict (refund_id) do update set at = excluded.at where excluded.at < known.at
        """;

    private static IEnumerable<string> Published => Order.Select(column => column.Name).Where(name => name != "order_id");

    private static string Least(string column) =>
        $"{column} = case when known.{column} is null or excluded.{column} < known.{column} then excluded.{column} else known.{column} end";

    private static string Names((string Name, string Type)[] columns) => string.Join(", ", columns.Select(column => column.Name));

    private static (string, string)[] Columns(Type fact) =>
    [
        .. fact.GetProperties(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly).Select(property => (
            JsonNamingPolicy.SnakeCaseLower.ConvertName(property.Name),
            (Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType) == typeof(long) ? "bigint" : "text")),
    ];
}
