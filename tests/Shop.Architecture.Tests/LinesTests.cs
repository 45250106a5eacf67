using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Shop.Testing;

namespace Shop.Architecture.Tests;

/// <summary>Lines of src and tools are no longer than .editorconfig allows. A raw string may be, since SQL and sample requests read
/// better unbroken, and so may a table in a doc comment.</summary>
public sealed partial class LinesTests
{
    private static readonly int Limit = int.Parse(
        MaxLineLength().Match(File.ReadAllText(Path.Combine(Repository.Root, ".editorconfig"))).Groups[1].Value, CultureInfo.InvariantCulture);

    [Theory]
    [InlineData("src")]
    [InlineData("tools")]
    public void No_line_is_longer_than_the_editor_settings_allow(string root) => Found.Nothing(
        Directory.GetFiles(Path.Combine(Repository.Root, root), "*.cs", SearchOption.AllDirectories)
            .Select(file => Path.GetRelativePath(Repository.Root, file).Replace('\\', '/'))
            .Where(file => !file.Contains("/obj/", StringComparison.Ordinal) && !file.Contains("/bin/", StringComparison.Ordinal))
            .AsParallel().SelectMany(file => TooLong(file, File.ReadAllText(Path.Combine(Repository.Root, file)))));

    [Fact]
    public void A_long_line_is_reported_unless_it_is_inside_a_raw_string()
    {
        var (code, text) = (new string('x', Limit), new string('y', Limit + 1));
        var source = $"class Sample\n{{\n    int {code};\n    string _sql = \"\"\"\n        {text}\n        \"\"\";\n}}";
        Assert.Equal([$"src/Sample.cs:3: {Limit + 9} columns, the limit is {Limit}."], TooLong("src/Sample.cs", source));
    }

    private static IEnumerable<string> TooLong(string file, string source)
    {
        if (!source.Split('\n').Any(line => line.Length > Limit))
            return [];
        var tree = CSharpSyntaxTree.ParseText(source);
        var exempt = tree.GetRoot().DescendantTokens()
            .Where(token => token.IsKind(SyntaxKind.MultiLineRawStringLiteralToken) || token.IsKind(SyntaxKind.InterpolatedStringTextToken))
            .Select(token => tree.GetLineSpan(token.Span)).Where(span => span.StartLinePosition.Line < span.EndLinePosition.Line)
            .SelectMany(span => Enumerable.Range(span.StartLinePosition.Line, span.EndLinePosition.Line - span.StartLinePosition.Line + 1)).ToHashSet();
        return source.Split('\n').Select((line, i) => (line.Length, Number: i + 1, IsTable: line.StartsWith("///", StringComparison.Ordinal) && line.Count(c => c == '|') > 2))
            .Where(line => line.Length > Limit && !exempt.Contains(line.Number - 1) && !line.IsTable)
            .Select(line => $"{file}:{line.Number}: {line.Length} columns, the limit is {Limit}.");
    }

    [GeneratedRegex(@"^max_line_length = (\d+)", RegexOptions.Multiline)]
    private static partial Regex MaxLineLength();
}
