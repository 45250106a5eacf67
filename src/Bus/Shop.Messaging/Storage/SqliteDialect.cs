using System.Data.Common;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Shop.Messaging.Storage;

/// <summary>SQLite's way of writing it. Times are texts that sort; ids are texts as EF Core writes them.</summary>
internal sealed class SqliteDialect : SqlDialect
{
    public override string Now => "strftime('%Y-%m-%d %H:%M:%f', 'now')";

    public override string NowPlus(string parameter) => $"strftime('%Y-%m-%d %H:%M:%f', 'now', {parameter})";

    public override object Interval(TimeSpan span) => string.Create(CultureInfo.InvariantCulture, $"{span.TotalSeconds:+0.000;-0.000} seconds");

    internal override string SecondsUntil(string time) => $"(julianday({time}) - julianday('now')) * 86400";

    // SQLite has one writer: nothing is locked by another.
    internal override string SkipLocked => "";

    internal override string WaitForLocked => "";

    internal override string MoveToArchive => """
        insert into archive (event_id, detail_type, subject, correlation_id, published_at, envelope)
        select id, detail_type, subject, correlation_id, published_at, envelope from outbox where id in (select value from json_each(@ids));
        delete from outbox where id in (select value from json_each(@ids));
        """;

    internal override string OldestTransaction => "null";

    public override string IsOneOf(string column, string parameter) => $"{column} in (select value from json_each({parameter}))";

    public override object Ids(IEnumerable<Guid> ids) => JsonSerializer.Serialize(ids.Select(Text));

    public override string Rows(DbCommand command, string alias, params ReadOnlySpan<SqlColumn> columns)
    {
        var rows = new JsonArray();
        for (var i = 0; i < columns[0].Values.Length; i++)
        {
            var row = new JsonObject();
            foreach (var column in columns)
                row[column.Name] = Value(column.Values.GetValue(i));
            rows.Add((JsonNode)row);
        }
        command.AddParameter("@" + alias, rows.ToJsonString());
        var selected = new List<string>();
        foreach (var column in columns)
            selected.Add($"value ->> '{column.Name}' as {column.Name}");
        return $"(select {string.Join(", ", selected)} from json_each(@{alias})) as {alias}";
    }

    private static JsonNode? Value(object? value) => value switch
    {
        null => null,
        Guid id => Text(id),
        string text => text,
        int number => number,
        long number => number,
        _ => throw new ArgumentException($"A value of {value.GetType().Name} cannot be sent to SQLite: use ids, texts or whole numbers.", nameof(value)),
    };

    private static string Text(Guid id) => id.ToString().ToUpperInvariant();
}
