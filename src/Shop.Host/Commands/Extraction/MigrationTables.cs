using System.Text.RegularExpressions;

namespace Shop.Host.Commands.Extraction;

/// <summary>Which tables the migration scripts make.</summary>
internal sealed partial class MigrationTables(string folder)
{
    public static MigrationTables In(string folder) => new(folder);

    /// <summary>The tables of one series of scripts: a module's, or the bus's.</summary>
    public IReadOnlyList<string> Of(string series) =>
    [
        .. Directory.GetFiles(Path.Combine(folder, series), "*.sql").Order(StringComparer.Ordinal)
            .SelectMany(file => CreateTable().Matches(File.ReadAllText(file)).Select(made => made.Groups[1].Value)).Distinct(),
    ];

    [GeneratedRegex(@"^\s*create table (?:if not exists )?(\w+)", RegexOptions.Multiline | RegexOptions.IgnoreCase)]
    private static partial Regex CreateTable();
}
