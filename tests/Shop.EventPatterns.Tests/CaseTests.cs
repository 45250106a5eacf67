using System.Text;

namespace Shop.EventPatterns.Tests;

public sealed class CaseTests
{
    private static readonly char[] Characters = [.. Enumerable.Range(0, 0x10000).Select(unit => (char)unit).Where(unit => !char.IsSurrogate(unit))];

    /// <summary>The lookup by folded text relies on this.</summary>
    [Fact]
    public void Both_cases_of_every_character_fold_alike() => Assert.All(Characters.Where(CaseFolding.HasCase), unit =>
    {
        var (lower, upper) = (CaseFolding.Lower(unit), CaseFolding.Upper(unit));
        Assert.Equal(string.Concat(lower.Select(CaseFolding.Fold)), string.Concat(upper.Select(CaseFolding.Fold)));
    });

    /// <summary>The comparison without backtracking relies on this.</summary>
    [Fact]
    public void No_case_of_a_character_begins_or_ends_with_the_other() => Assert.All(Characters.Where(CaseFolding.HasCase), unit =>
    {
        var (lower, upper) = (CaseFolding.Lower(unit), CaseFolding.Upper(unit));
        Assert.True(lower == upper || !(upper.StartsWith(lower, StringComparison.Ordinal) || lower.StartsWith(upper, StringComparison.Ordinal)
            || upper.EndsWith(lower, StringComparison.Ordinal) || lower.EndsWith(upper, StringComparison.Ordinal)));
    });

    [Theory]
    [InlineData("straße", "STRASSE", true)]
    [InlineData("STRASSE", "straße", false)]
    [InlineData("k", "\u212A", false)]
    [InlineData("s", "\u017F", false)]
    [InlineData("\u212A", "k", true)]
    [InlineData("\u0130", "i\u0307", true)]
    [InlineData("ÉTÉ", "été", true)]
    [InlineData("ΣΑΣ", "σας", false)]
    public void Case_is_ignored_as_in_AWS(string pattern, string text, bool expected)
    {
        foreach (var values in new[] { "[{\"equals-ignore-case\":\"P\"}]", "[{\"prefix\":{\"equals-ignore-case\":\"P\"}}]", "[{\"suffix\":{\"equals-ignore-case\":\"P\"}}]" })
        {
            var parsed = EventPattern.Parse($"{{\"x\":{values.Replace("P", pattern, StringComparison.Ordinal)}}}");
            Assert.Equal(expected, parsed.Matches(Encoding.UTF8.GetBytes($"{{\"x\":\"{text}\"}}")));
        }
    }
}
