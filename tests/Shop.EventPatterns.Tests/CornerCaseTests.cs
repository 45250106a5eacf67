namespace Shop.EventPatterns.Tests;

/// <summary>Each corner where AWS's matcher answers by accident, as docs/decisions/0010-pattern-corner-cases.md decides it.</summary>
public sealed class CornerCaseTests
{
    /// <summary>Where we differ from AWS's matcher, with the reason; everywhere else the answers are equal.</summary>
    private static readonly (string Reason, string[] Cases)[] Otherwise =
    [
        ("an IP test never matches a JSON number", ["Q001", "Q005", "Q225"]),
        ("an empty string neither starts nor ends with a quote", ["Q051", "Q056", "Q066", "Q071"]),
        ("a character beyond U+FFFF equals itself, not two question marks",
            ["Q076", "Q077", "Q083", "Q084", "Q088", "Q089", "Q092", "Q094", "Q095", "Q099", "Q100", "Q101"]),
        ("half a surrogate pair is not a question mark", ["Q115", "Q119"]),
        ("an empty name is a name like any other", ["Q148", "Q149", "Q150", "Q151"]),
        ("text after the object is not JSON", ["Q153", "Q154"]),
        ("the smallest double is written 5e-324", ["Q223"]),
        ("a block of IPv4 addresses holds no IPv6 address, nor the other way round", ["Q224", "Q226"]),
    ];

    public static TheoryData<string> Classes => [.. Corpus.Read("patterns-quirks.jsonl").Select(one => one.GetProperty("op").GetString()!).Distinct()];

    [Theory]
    [MemberData(nameof(Classes))]
    public void A_corner_is_decided_as_written_down(string operation)
    {
        var decidedOtherwise = Otherwise.SelectMany(decision => decision.Cases).ToHashSet();
        foreach (var one in Corpus.Read("patterns-quirks.jsonl").Where(one => one.GetProperty("op").GetString() == operation))
        {
            var id = one.GetProperty("id").GetString()!;
            var same = Corpus.Answer(Corpus.Text(one, "pattern"), Corpus.Text(one, "event")) == Corpus.AwsAnswer(one);
            Assert.True(same != decidedOtherwise.Contains(id), $"{id}: {one.GetRawText()}");
        }
    }
}
