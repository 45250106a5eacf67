namespace Shop.EventPatterns.Tests;

public sealed class IsTests
{
    public static TheoryData<string, Matcher> Matchers => new()
    {
        { """[{"numeric":[">=",1000]}]""", Is.AtLeast(1000) },
        { """[{"numeric":["<=",0.5]}]""", Is.AtMost(0.5m) },
        { """[{"numeric":[">",1]}]""", Is.GreaterThan(1) },
        { """[{"numeric":["<",1]}]""", Is.LessThan(1) },
        { """[{"numeric":[">=",1,"<=",2]}]""", Is.Between(1, 2) },
        { """["USD","EUR"]""", Is.OneOf("USD", "EUR") },
        { """[1,2.5]""", Is.OneOf(1, 2.5m) },
        { """["say \"hi\""]""", Is.EqualTo("say \"hi\"") },
        { """[true]""", Is.EqualTo(true) },
        { """[null]""", Is.Null },
        { """[{"prefix":"ORD-"}]""", Is.StartingWith("ORD-") },
        { """[{"suffix":".png"}]""", Is.EndingWith(".png") },
        { """[{"wildcard":"a*b"}]""", Is.Like("a*b") },
        { """[{"equals-ignore-case":"Vip"}]""", Is.IgnoringCase("Vip") },
        { """[{"prefix":{"equals-ignore-case":"Vip"}}]""", Is.StartingWithIgnoringCase("Vip") },
        { """[{"suffix":{"equals-ignore-case":"Vip"}}]""", Is.EndingWithIgnoringCase("Vip") },
        { """[{"anything-but":["a","b"]}]""", Is.AnythingBut("a", "b") },
        { """[{"anything-but":[1]}]""", Is.AnythingBut(1) },
        { """[{"anything-but":{"prefix":["a"]}}]""", Is.NotStartingWith("a") },
        { """[{"anything-but":{"suffix":["a"]}}]""", Is.NotEndingWith("a") },
        { """[{"anything-but":{"wildcard":["a*"]}}]""", Is.NotLike("a*") },
        { """[{"cidr":"10.0.0.0/8"}]""", Is.In("10.0.0.0/8") },
        { """[{"exists":true}]""", Is.Present },
        { """[{"exists":false}]""", Is.Missing },
        { """[{"exists":false},"US"]""", Is.Missing.Or(Is.EqualTo("US")) },
    };

    [Theory]
    [MemberData(nameof(Matchers))]
    public void Each_is_a_fragment_of_EventBridge_JSON(string json, Matcher matcher) => Assert.Equal(json, matcher.Json);

    [Fact]
    public void A_matcher_becomes_part_of_a_pattern()
    {
        var pattern = EventPattern.Parse($$"""{"total":{{Is.AtLeast(1000)}}}""");
        Assert.True(pattern.Matches("{\"total\":1000.0}"u8));
        Assert.False(pattern.Matches("{\"total\":999.99}"u8));
    }

    [Fact]
    public void What_EventBridge_rejects_fails_when_the_rule_is_written()
    {
        Assert.Throws<InvalidEventPatternException>(() => Is.Like("a**b"));
        Assert.Throws<InvalidEventPatternException>(() => Is.Between(2, 1));
        Assert.Throws<InvalidEventPatternException>(() => Is.In("10.0.0.0"));
        Assert.Throws<InvalidEventPatternException>(() => Is.OneOf(Array.Empty<string>()));
    }
}
