using System.Globalization;
using System.Text.RegularExpressions;

namespace Shop.Messaging.Migrations;

/// <summary>Reads the scripts of one series: <c>NNNN_what_it_does.sql</c>, or one file per store where the two must differ.</summary>
internal static partial class MigrationFolder
{
    public static IReadOnlyList<MigrationScript> Read(string folder, StoreKind store)
    {
        if (!Directory.Exists(folder))
            throw new MigrationException($"The migrations folder {folder} does not exist. Create it, or publish it with the program.");

        var scripts = Directory.EnumerateFiles(folder, "*.sql").Select(Parse).GroupBy(file => file.Number).OrderBy(group => group.Key);
        return [.. scripts.Select(group => Choose(folder, [.. group], store))];
    }

    private static ScriptFile Parse(string path)
    {
        var match = FileName().Match(Path.GetFileName(path));
        if (!match.Success)
        {
            throw new MigrationException(
                $"{path} is not a valid migration name. Name it NNNN_what_it_does.sql (lower case), "
                + "or NNNN_what_it_does.postgres.sql beside NNNN_what_it_does.sqlite.sql.");
        }

        StoreKind? twin = match.Groups["store"].Value switch { "postgres" => StoreKind.Postgres, "sqlite" => StoreKind.Sqlite, _ => null };
        return new ScriptFile(int.Parse(match.Groups["number"].Value, CultureInfo.InvariantCulture), match.Groups["name"].Value, twin, path);
    }

    private static MigrationScript Choose(string folder, IReadOnlyList<ScriptFile> files, StoreKind store)
    {
        var isCommon = files is [{ Twin: null }];
        var areTwins = files is [{ Twin: { } one }, { Twin: { } other }] && one != other && files[0].Name == files[1].Name;
        if (!isCommon && !areTwins)
            throw Rejected(files);

        var chosen = isCommon ? files[0] : files.Single(file => file.Twin == store);
        var sql = MigrationScript.ReadSql(chosen.Path);
        if (TransactionControl().Match(sql) is { Success: true } control)
        {
            throw new MigrationException(
                $"{chosen.Path} contains \"{control.Value.Trim()}\". Remove it: each script already runs in its own transaction.");
        }

        return new MigrationScript(Path.GetFileName(folder), chosen.Number, chosen.Name, chosen.Path, sql);
    }

    private static MigrationException Rejected(IReadOnlyList<ScriptFile> files) => files is [var lone]
        ? new MigrationException(
            $"{lone.Path} has no twin for the other store. Add it (a comment is enough), or remove the store from the name if one script serves both.")
        : new MigrationException(
            $"Number {files[0].Number:0000} is used more than once: {string.Join(", ", files.Select(file => file.Path).Order(StringComparer.Ordinal))}. "
            + "Give each script a number of its own; only a .postgres.sql and a .sqlite.sql of the same name share one.");

    [GeneratedRegex(@"^(?<number>\d{4})_(?<name>[a-z0-9_]+)(\.(?<store>postgres|sqlite))?\.sql$")]
    private static partial Regex FileName();

    [GeneratedRegex(@"^[ \t]*(begin|start|commit|rollback)([ \t]+(transaction|work|immediate|exclusive|deferred))*[ \t]*;",
        RegexOptions.IgnoreCase | RegexOptions.Multiline)]
    private static partial Regex TransactionControl();

    private sealed record ScriptFile(int Number, string Name, StoreKind? Twin, string Path);
}
