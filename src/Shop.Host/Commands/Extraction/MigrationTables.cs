using System.Text.RegularExpressions;

namespace Shop.Host.Commands.Extraction;

/// <summary>Which tables there are once the migration scripts have run.</summary>
internal sealed partial class MigrationTables(string folder)
{
    public static MigrationTables In(string folder) => new(folder);

    /// <summary>The tables of one series of scripts: a module's, or the bus's.</summary>
    public IReadOnlyCollection<string> Of(string series)
    {
        var tables = new SortedSet<string>(StringComparer.Ordinal);
        var scripts = Directory.GetFiles(Path.Combine(folder, series), "*.sql").Order(StringComparer.Ordinal).Select(File.ReadAllText);
        foreach (var statement in scripts.SelectMany(script => TableStatement().Matches(script)))
        {
            var (made, gone, renamed) = (statement.Groups["made"], statement.Groups["gone"], statement.Groups["renamed"]);
            if (made.Success)
                tables.Add(made.Value);
            else
                tables.Remove(gone.Success ? gone.Value : renamed.Value);
            if (renamed.Success)
                tables.Add(statement.Groups["to"].Value);
        }
        return tables;
    }

    [GeneratedRegex(
        @"^\s*(?:create table (?:if not exists )?(?<made>\w+)|drop table (?:if exists )?(?<gone>\w+)|alter table (?<renamed>\w+) rename to (?<to>\w+))",
        RegexOptions.Multiline | RegexOptions.IgnoreCase)]
    private static partial Regex TableStatement();
}
