using System.Security.Cryptography;
using System.Text;

namespace Shop.Messaging.Migrations;

/// <summary>One script as it is on disk, in the form for its store.</summary>
internal sealed record MigrationScript(string Series, int Number, string Name, string Path, string Sql)
{
    public string Sha256 { get; } = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Sql)));

    /// <summary>Normalizes line endings to LF, so that checkouts on Windows and Linux have the same hash.</summary>
    public static string ReadSql(string path) => File.ReadAllText(path).ReplaceLineEndings("\n");

    /// <summary>
    /// The script cut where a statement ends at the end of a line, so that an error can be reported with its line: neither
    /// Npgsql, which splits a script into statements itself, nor SQLite reports the position in the whole script.
    /// </summary>
    public IEnumerable<Statement> Statements(Func<string, bool> isComplete)
    {
        var (statement, firstLine, line) = ("", 1, 0);
        foreach (var text in Sql.Split('\n'))
        {
            line++;
            if (statement.Length == 0 && IsBlankOrComment(text))
                continue;

            if (statement.Length == 0)
                firstLine = line;
            statement += text + "\n";
            if (!isComplete(statement))
                continue;

            yield return new Statement(statement, firstLine);
            statement = "";
        }

        if (statement.Length > 0)
            yield return new Statement(statement, firstLine);
    }

    private static bool IsBlankOrComment(string line) =>
        string.IsNullOrWhiteSpace(line) || line.TrimStart().StartsWith("--", StringComparison.Ordinal);
}

/// <summary>A piece of a script and the line, from 1, on which it begins.</summary>
internal sealed record Statement(string Sql, int Line);
