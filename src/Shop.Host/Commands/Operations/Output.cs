using System.Globalization;
using System.Text.Json;
using Spectre.Console;

namespace Shop.Host.Commands.Operations;

/// <summary>How the command line shows what the shop answers.</summary>
internal static class Output
{
    private static readonly JsonSerializerOptions Indented = new(JsonSerializerDefaults.Web) { WriteIndented = true, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>A field as text: times to the second, nothing for what is not there.</summary>
    public static string Field(this JsonElement item, string name) => !item.TryGetProperty(name, out var value) ? "" : value.ValueKind switch
    {
        JsonValueKind.String when value.TryGetDateTime(out var time) && name.EndsWith("at", StringComparison.OrdinalIgnoreCase) => time.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture),
        JsonValueKind.String => value.GetString()!,
        JsonValueKind.Null => "",
        _ => value.ToString(),
    };

    /// <summary>A table of fields; a pipe gets lines with tabs.</summary>
    public static void Table(IEnumerable<JsonElement> items, params string[] fields)
    {
        if (Console.IsOutputRedirected)
        {
            foreach (var item in items)
                Console.WriteLine(string.Join('\t', fields.Select(field => Line(item.Field(field)))));
            return;
        }
        var table = new Table().Border(TableBorder.Simple);
        foreach (var field in fields)
            table.AddColumn(field);
        foreach (var item in items)
            table.AddRow([.. fields.Select(field => Markup.Escape(item.Field(field)))]);
        AnsiConsole.Write(table);
    }

    public static void Whole(JsonElement item) => Console.WriteLine(JsonSerializer.Serialize(item, Indented));

    public static string Line(string text) => text.ReplaceLineEndings(" | ").Replace('\t', ' ');
}
