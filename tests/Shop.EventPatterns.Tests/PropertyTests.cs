using System.Text;
using CsCheck;

namespace Shop.EventPatterns.Tests;

public sealed class PropertyTests
{
    [Fact]
    public void Many_rules_at_once_match_as_each_naively_alone() =>
        Gen.Select(AnyPattern.Pattern.List[1, 12], AnyPattern.Event.List[1, 4]).Sample((patterns, events) =>
        {
            var rules = RuleSet.Create(patterns.Select((pattern, i) => KeyValuePair.Create($"{i}", EventPattern.Parse(pattern))));
            foreach (var @event in events)
            {
                var matched = new List<string>();
                rules.Match(Encoding.UTF8.GetBytes(@event), matched);
                var naive = Enumerable.Range(0, patterns.Count).Where(i => NaiveMatcher.Matches(patterns[i], @event)).Select(i => $"{i}");
                Assert.Equal(naive.Order(), matched.Order());
            }
        }, iter: 5_000);

    [Fact]
    public void Random_patterns_match_random_events_often_enough()
    {
        var matches = 0;
        Gen.Select(AnyPattern.Pattern, AnyPattern.Event).Sample(
            (pattern, @event) =>
            {
                if (NaiveMatcher.Matches(pattern, @event))
                    Interlocked.Increment(ref matches);
            }, iter: 2_000);
        Assert.InRange(matches, 100, 1_900);
    }

    [Fact]
    public void A_pattern_alone_matches_as_naively() =>
        Gen.Select(AnyPattern.Pattern, AnyPattern.Event).Sample(
            (pattern, @event) => EventPattern.Parse(pattern).Matches(Encoding.UTF8.GetBytes(@event)) == NaiveMatcher.Matches(pattern, @event),
            iter: 20_000);

    [Fact]
    public void An_explanation_agrees_with_matching() =>
        Gen.Select(AnyPattern.Pattern, AnyPattern.Event).Sample((pattern, @event) =>
        {
            var parsed = EventPattern.Parse(pattern);
            var utf8 = Encoding.UTF8.GetBytes(@event);
            var explained = parsed.Explain(utf8);
            return explained.Matches == parsed.Matches(utf8)
                && explained.Matches == explained.Alternatives.Any(one => one.Holds)
                && explained.Alternatives.All(one => !one.Holds || one.Fields.All(field => field.Holds));
        }, iter: 5_000);

    [Fact]
    public void Adding_rules_one_by_one_gives_the_same_set() =>
        Gen.Select(AnyPattern.Pattern.List[1, 5], AnyPattern.Event).Sample((patterns, @event) =>
        {
            var named = patterns.Select((pattern, i) => KeyValuePair.Create($"{i}", EventPattern.Parse(pattern))).ToList();
            var grown = named.Aggregate(RuleSet.Create([]), (rules, rule) => rules.Add(rule.Key, rule.Value));
            return Names(grown, @event).SequenceEqual(Names(RuleSet.Create(named), @event));
        }, iter: 1_000);

    private static IEnumerable<string> Names(RuleSet rules, string @event)
    {
        var matched = new List<string>();
        rules.Match(Encoding.UTF8.GetBytes(@event), matched);
        return matched.Order();
    }
}
