namespace Shop.Tools;

/// <summary>Parts of a page.</summary>
internal static class Markdown
{
    /// <summary>A table; cells are Markdown.</summary>
    public static string Table(IReadOnlyList<string> heads, IEnumerable<IReadOnlyList<string>> rows) =>
        $"{Row(heads)}{Row([.. heads.Select(_ => "---")])}{string.Concat(rows.Select(Row))}\n";

    /// <summary>A name as it is typed; empty stays empty.</summary>
    public static string Code(string text) => text.Length == 0 ? "" : $"`{text}`";

    private static string Row(IReadOnlyList<string> cells) =>
        $"| {string.Join(" | ", cells.Select(cell => cell.Replace("|", "\\|", StringComparison.Ordinal).ReplaceLineEndings(" ")))} |\n";
}
