namespace Shop.EventPatterns.Tests;

public sealed class InvalidPatternTests
{
    [Theory]
    [InlineData("""{"detail":{"total":[{"numeric":[">=","5"]}]}}""", "/detail/total/0/numeric", """[">=","5"]""", "numeric takes")]
    [InlineData("""{"detail":{"a/b~c":[{"prefx":"x"}]}}""", "/detail/a~1b~0c/0", """{"prefx":"x"}""", "is not an operator")]
    [InlineData("""{"source":"com.shop.orders"}""", "/source", "\"com.shop.orders\"", "in an array")]
    [InlineData("""{"source":[]}""", "/source", "[]", "at least one value")]
    [InlineData("""{"detail":{}}""", "/detail", "{}", "at least one field")]
    [InlineData("""{"a":["x",["y"]]}""", "/a/1", """["y"]""", "do not nest")]
    [InlineData("""{"a":[{"prefix":"x","suffix":"y"}]}""", "/a/0", """{"prefix":"x","suffix":"y"}""", "one operator")]
    [InlineData("""{"a":[{"anything-but":{"prefix":["x",""]}}]}""", "/a/0/anything-but/prefix/1", "\"\"", "exclude every string")]
    [InlineData("""{"a":[{"anything-but":["x",1]}]}""", "/a/0/anything-but", """["x",1]""", "strings only or numbers only")]
    [InlineData("""{"a":[{"wildcard":"x**y"}]}""", "/a/0/wildcard", "\"x**y\"", "side by side")]
    [InlineData("""{"a":[{"cidr":"10.0.0.0/32"}]}""", "/a/0/cidr", "\"10.0.0.0/32\"", "10.0.0.0/8")]
    [InlineData("""{"a":[{"numeric":["=",9007199254740993]}]}""", "/a/0/numeric", "9007199254740993", "shortest decimal")]
    [InlineData("""{"$or":[{"a":[1]}]}""", "/$or", """[{"a":[1]}]""", "at least two")]
    [InlineData("""{"$or":[{"a":[1]},{"prefix":[1]}]}""", "/$or/1/prefix", "[1]", "inside $or")]
    [InlineData("""{"a":[1]""", "", """{"a":[1]""", "not JSON")]
    public void A_message_names_the_place_the_error_and_the_correction(string pattern, string where, string what, string remedy)
    {
        var error = Assert.Throws<InvalidEventPatternException>(() => EventPattern.Parse(pattern));
        Assert.Equal(where, error.Pointer);
        Assert.Equal(what, error.Value);
        Assert.Contains(remedy, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_pattern_has_at_most_256_fields()
    {
        Assert.NotNull(EventPattern.Parse(Fields(256)));
        Assert.Throws<InvalidEventPatternException>(() => EventPattern.Parse(Fields(257)));
    }

    [Fact]
    public void Too_many_asterisks_in_a_field_are_too_complex()
    {
        var wildcard = string.Concat(Enumerable.Repeat("a*", 257));
        var error = Assert.Throws<InvalidEventPatternException>(() => EventPattern.Parse($$"""{"a":[{"wildcard":"{{wildcard}}"}]}"""));
        Assert.Contains("too complex", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_or_that_multiplies_without_bound_is_rejected_early()
    {
        const string Or = """{"$or":[{"a":[1]},{"b":[2]}]}""";
        var nested = string.Join(",", Enumerable.Range(0, 40).Select(i => $"\"f{i}\":{Or}"));
        Assert.Throws<InvalidEventPatternException>(() => EventPattern.Parse($"{{{nested}}}"));
    }

    [Fact]
    public void A_pattern_prints_as_it_was_given()
    {
        const string Pattern = """{ "source" : [ "a" ] }""";
        Assert.Equal(Pattern, EventPattern.Parse(Pattern).ToString());
    }

    private static string Fields(int count) => $"{{{string.Join(",", Enumerable.Range(0, count).Select(i => $"\"f{i}\":[1]"))}}}";
}
