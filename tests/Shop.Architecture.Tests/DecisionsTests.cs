using System.Text.RegularExpressions;
using Shop.Testing;

namespace Shop.Architecture.Tests;

/// <summary>The pages of docs/decisions have one format, and their index is complete.</summary>
public sealed partial class DecisionsTests
{
    /// <summary>About one printed page.</summary>
    private const int MaxWords = 700;

    private static readonly string Folder = Path.Combine(Repository.Root, "docs", "decisions");

    private static IReadOnlyList<string> Names =>
        [.. Directory.GetFiles(Folder, "*.md").Select(file => Path.GetFileName(file)).Where(name => name != "README.md").Order(StringComparer.Ordinal)];

    public static TheoryData<string> Pages => [.. Names];

    [Theory, MemberData(nameof(Pages))]
    public void A_decision_has_its_number_its_status_and_four_sections_in_order(string name)
    {
        var page = File.ReadAllText(Path.Combine(Folder, name));
        Assert.StartsWith($"# {name[..4]}: ", page, StringComparison.Ordinal);
        Assert.Matches(Status(), page);
        Assert.Equal(["Context", "Options", "Choice", "Consequence"], Section().Matches(page).Select(section => section.Groups[1].Value));
        Assert.All(SectionBody().Matches(page), body => Assert.NotEqual("", body.Groups[1].Value.Trim()));
    }

    [Theory, MemberData(nameof(Pages))]
    public void A_decision_fits_on_a_page(string name) =>
        Assert.InRange(File.ReadAllText(Path.Combine(Folder, name)).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Length, 1, MaxWords);

    [Fact]
    public void No_two_decisions_share_a_number() => Assert.Distinct(Names.Select(name => name[..4]));

    [Fact]
    public void The_index_lists_each_decision_once_and_none_that_does_not_exist()
    {
        var listed = Listed().Matches(File.ReadAllText(Path.Combine(Folder, "README.md")));
        Assert.Equal(Names, listed.Select(line => line.Groups[2].Value).Order(StringComparer.Ordinal));
        Assert.All(listed, line => Assert.StartsWith(line.Groups[1].Value + "-", line.Groups[2].Value, StringComparison.Ordinal));
    }

    [GeneratedRegex(@"(?m)^Status: (accepted|superseded by .+|withdrawn), \d{4}-\d{2}-\d{2}.*\.$")]
    private static partial Regex Status();

    [GeneratedRegex("(?m)^## (.+)$")]
    private static partial Regex Section();

    [GeneratedRegex(@"(?ms)^## [^\n]+\n(.*?)(?=^## |\z)")]
    private static partial Regex SectionBody();

    [GeneratedRegex(@"(?m)^\| \[(\d{4})\]\(([^)]+)\) \| .+ \|$")]
    private static partial Regex Listed();
}
