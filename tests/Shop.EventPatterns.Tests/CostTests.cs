using System.Text;

namespace Shop.EventPatterns.Tests;

/// <summary>The cost of matching in the worst case. A test that hangs has failed.</summary>
public sealed class CostTests
{
    [Fact]
    public void An_event_that_matches_nothing_allocates_nothing()
    {
        var rules = RuleSet.Create(Enumerable.Range(0, 100).Select(i => KeyValuePair.Create($"{i}",
            EventPattern.Parse(
                $$$"""
                {"source":["com.shop.orders"],
                 "detail":{"items":{"sku":["A{{{i}}}"],"quantity":[{"numeric":[">",{{{i}}}]}]},"note":[{"wildcard":"*é*{{{i}}}"}]}}
                """))));
        var @event = Encoding.UTF8.GetBytes(
            """{"source":"com.shop.orders","detail":{"items":[{"sku":"A1","quantity":1},{"sku":"B","quantity":50}],"note":"caf\u00e9 17","more":[1,2]}}""");
        var matched = new List<string>();
        rules.Match(@event, matched);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 100; i++)
            rules.Match(@event, matched);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.Empty(matched);
    }

    [Theory]
    [InlineData("""{"a":{"x":[1]},"b":{"y":[1]},"c":{"p":[1],"q":[1]}}""")]
    [InlineData("""{"a":{"x":[1]},"b":{"y":[1],"z":[{"exists":false}]}}""")]
    [InlineData("""{"a":{"x":[1]},"b":{"y":[1]},"c":{"p":[1],"z":[{"exists":false}]}}""")]
    public void Huge_arrays_that_never_agree_are_not_combined(string pattern)
    {
        const int Elements = 20_000;
        var a = Repeat("""{"x":1}""", Elements);
        var b = Repeat("""{"y":1,"z":1}""", Elements);
        var c = Repeat("""{"p":1,"z":1},{"q":1}""", Elements);
        Assert.False(EventPattern.Parse(pattern).Matches(Encoding.UTF8.GetBytes($$"""{"a":[{{a}}],"b":[{{b}}],"c":[{{c}}]}""")));
    }

    [Fact]
    public void A_wildcard_made_to_be_slow_is_not()
    {
        var wildcard = string.Concat(Enumerable.Repeat("*aaaaaaaaaaaaaaab", 100)) + "*";
        var pattern = EventPattern.Parse($$"""{"a":[{"wildcard":"{{wildcard}}"}]}""");
        Assert.False(pattern.Matches(Encoding.UTF8.GetBytes($$"""{"a":"{{new string('a', 250_000)}}"}""")));
    }

    [Fact]
    public void Events_may_nest_a_thousand_deep_and_no_deeper()
    {
        var pattern = EventPattern.Parse("""{"a":[1]}""");
        Assert.True(pattern.Matches(Encoding.UTF8.GetBytes(Nested(999))));
        Assert.Throws<InvalidEventException>(() => pattern.Matches(Encoding.UTF8.GetBytes(Nested(1000))));
        Assert.Throws<InvalidEventException>(() => pattern.Matches(Encoding.UTF8.GetBytes(new string('[', 1_000_000))));
    }

    [Fact]
    public async Task Threads_share_a_set_without_disturbing_each_other()
    {
        var rules = RuleSet.Create(Enumerable.Range(0, 50).Select(i => KeyValuePair.Create($"{i}", EventPattern.Parse($$"""{"a":[{{i}}]}"""))));
        var wrong = await Task.WhenAll(Enumerable.Range(0, 4).Select(thread => Task.Run(() => Enumerable.Range(0, 20_000).Count(i =>
        {
            var matched = new List<string>();
            rules.Match(Encoding.UTF8.GetBytes($$"""{"a":{{(i + thread) % 50}}}"""), matched);
            return matched is not [var only] || only != $"{(i + thread) % 50}";
        }))));
        Assert.All(wrong, count => Assert.Equal(0, count));
    }

    private static string Repeat(string element, int count) => string.Join(",", Enumerable.Repeat(element, count));

    private static string Nested(int depth) => $$"""{"a":1,"b":{{new string('[', depth)}}{{new string(']', depth)}}}""";
}
