using System.Text;

namespace Shop.EventPatterns.Tests;

public sealed class InvalidEventTests
{
    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("\"a\"")]
    [InlineData("""{"a":""")]
    [InlineData("""{"a":1}{}""")]
    [InlineData("""{"a":1,}""")]
    [InlineData("""{"a":01}""")]
    [InlineData("""{"a":1 "b":2}""")]
    [InlineData("""{"a":"\x"}""")]
    [InlineData("{\"a\":\"\n\"}")]
    [InlineData("""{"a":1,"b":{"c":nil}}""")]
    [InlineData("""{"a":1,"b":[1,2}}""")]
    public void An_event_that_is_not_a_JSON_object_is_rejected(string @event) =>
        Assert.Throws<InvalidEventException>(() => EventPattern.Parse("""{"a":[1]}""").Matches(Encoding.UTF8.GetBytes(@event)));

    [Fact]
    public void An_event_that_is_not_UTF8_is_rejected() =>
        Assert.Throws<InvalidEventException>(() => EventPattern.Parse("""{"a":[1]}""").Matches([.. "{\"a\":1,\"b\":\""u8, 0xFF, .. "\"}"u8]));

    [Fact]
    public void Fields_that_no_rule_tests_are_checked_before_a_match_is_reported()
    {
        var broken = """{"a":1,"b":{"c":nil}}"""u8.ToArray();
        Assert.Throws<InvalidEventException>(() => EventPattern.Parse("""{"a":[1]}""").Matches(broken));
        Assert.False(EventPattern.Parse("""{"a":[2]}""").Matches(broken));
    }
}
