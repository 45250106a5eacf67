using System.Globalization;

namespace Shop.Testing;

/// <summary>The folder that holds <c>initdb</c>, <c>pg_ctl</c> and <c>postgres</c>.</summary>
internal static class PostgresBinaries
{
    private const string DebianRoot = "/usr/lib/postgresql";

    private static readonly string[] Needed = ["initdb", "pg_ctl", "postgres"];

    /// <returns>The first of <c>PATH</c> that has all three, else the newest where Debian keeps them, off the path; null if none.</returns>
    public static string? Find() => OnPath().Concat(WhereDebianKeepsThem()).FirstOrDefault(HasAll);

    private static string[] OnPath() =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries);

    private static IEnumerable<string> WhereDebianKeepsThem() => Directory.Exists(DebianRoot)
        ? Directory.GetDirectories(DebianRoot).OrderByDescending(Version).Select(folder => Path.Combine(folder, "bin"))
        : [];

    private static int Version(string folder) =>
        int.TryParse(Path.GetFileName(folder), CultureInfo.InvariantCulture, out var version) ? version : 0;

    private static bool HasAll(string folder) => Needed.All(name => IsThere(Path.Combine(folder, name)));

    /// <summary>A link to a program that was uninstalled is a file that exists, to .NET.</summary>
    private static bool IsThere(string file) => File.Exists(file) && File.ResolveLinkTarget(file, returnFinalTarget: true)?.Exists != false;
}
