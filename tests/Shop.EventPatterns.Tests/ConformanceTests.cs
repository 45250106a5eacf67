using System.Text;

namespace Shop.EventPatterns.Tests;

public sealed class ConformanceTests
{
    public static TheoryData<string> Operations => [.. Corpus.Read("patterns-public.jsonl").Select(one => one.GetProperty("op").GetString()!).Distinct()];

    public static TheoryData<string> RuleSets => [.. Corpus.Read("rulesets-public.jsonl").Select(one => one.GetProperty("id").GetString()!)];

    [Theory]
    [MemberData(nameof(Operations))]
    public void A_pattern_matches_what_it_matches_in_AWS(string operation)
    {
        var differences = Corpus.Read("patterns-public.jsonl").Where(one => one.GetProperty("op").GetString() == operation)
            .Where(one => Corpus.Answer(Corpus.Text(one, "pattern"), Corpus.Text(one, "event")) != Corpus.AwsAnswer(one))
            .Select(one => one.GetRawText());
        Assert.Empty(differences);
    }

    [Theory]
    [MemberData(nameof(RuleSets))]
    public void A_set_of_rules_matches_what_each_rule_matches_in_AWS(string id)
    {
        var set = Corpus.Read("rulesets-public.jsonl").Single(one => one.GetProperty("id").GetString() == id);
        var rules = RuleSet.Create(set.GetProperty("rules").EnumerateObject()
            .Select(rule => KeyValuePair.Create(rule.Name, EventPattern.Parse(rule.Value.GetRawText()))));
        foreach (var (@event, expected) in set.GetProperty("events").EnumerateArray().Zip(set.GetProperty("matches").EnumerateArray()))
        {
            var matched = new List<string>();
            rules.Match(Encoding.UTF8.GetBytes(@event.GetRawText()), matched);
            Assert.Equal(expected.EnumerateArray().Select(name => name.GetString()!).Order(), matched.Order());
        }
    }

    [Fact]
    public void The_corpus_is_whole()
    {
        Assert.Equal(2304, Corpus.Read("patterns-public.jsonl").Count());
        Assert.Equal(40, Corpus.Read("rulesets-public.jsonl").Count());
        Assert.Equal(226, Corpus.Read("patterns-quirks.jsonl").Count());
    }
}
