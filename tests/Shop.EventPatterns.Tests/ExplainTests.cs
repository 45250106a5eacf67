namespace Shop.EventPatterns.Tests;

public sealed class ExplainTests
{
    [Fact]
    public void The_field_that_fails_is_named_with_what_it_wants_and_what_it_has()
    {
        var explained = EventPattern.Parse("""{"source":["orders"],"detail":{"total":[{"numeric":[">=",1000]}]}}""")
            .Explain("""{"source":"orders","detail":{"total":59.98}}"""u8);
        Assert.False(explained.Matches);
        Assert.Equal(
            """
            The event does not match.
              FAILS  detail.total: wants [{"numeric":[">=",1000]}], the event has 59.98
              holds  source: wants ["orders"], the event has "orders"

            """, explained.ToString());
    }

    [Fact]
    public void A_missing_field_is_explained_as_having_no_value() => Assert.Contains(
        "FAILS  code: wants [{\"exists\":true}], the event has no value",
        EventPattern.Parse("""{"code":[{"exists":true}]}""").Explain("""{"code":{}}"""u8).ToString(), StringComparison.Ordinal);

    [Fact]
    public void Fields_that_match_only_in_different_elements_are_explained()
    {
        var explained = EventPattern.Parse("""{"items":{"sku":["A"],"quantity":[2]}}""")
            .Explain("""{"items":[{"sku":"A","quantity":1},{"sku":"B","quantity":2}]}"""u8);
        Assert.True(explained.Alternatives[0].FailsInArrays);
        Assert.Contains("one element must have them all", explained.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Each_alternative_of_an_or_is_explained()
    {
        var explained = EventPattern.Parse("""{"$or":[{"a":[1]},{"b":[2]}]}""").Explain("""{"b":2}"""u8);
        Assert.True(explained.Matches);
        Assert.Equal([false, true], explained.Alternatives.Select(one => one.Holds));
    }
}
