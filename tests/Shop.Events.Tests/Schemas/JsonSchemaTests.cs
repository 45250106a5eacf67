using System.Text.Json;

namespace Shop.Events.Tests.Schemas;

public sealed class JsonSchemaTests
{
    private static IEnumerable<string> Errors(string schema, string value)
    {
        using var document = JsonDocument.Parse(value);
        return JsonSchema.Compile(schema).Check(document.RootElement).Select(error => error.ToString());
    }

    [Theory]
    [InlineData("""{"type":"string"}""", "\"a\"", "5", "The value must be a string, but is 5.")]
    [InlineData("""{"type":"number"}""", "5.5", "\"5\"", "The value must be a number, but is \"5\".")]
    [InlineData("""{"type":"integer"}""", "5", "5.5", "The value must be a whole number, but is 5.5.")]
    [InlineData("""{"type":"boolean"}""", "true", "null", "The value must be a boolean, but is null.")]
    [InlineData("""{"type":["string","null"]}""", "null", "{}", "The value must be a string or null, but is an object.")]
    [InlineData("""{"enum":["a","b"]}""", "\"b\"", "\"c\"", "The value must be one of \"a\", \"b\", but is \"c\".")]
    [InlineData("""{"pattern":"^[a-z]+$"}""", "\"ab\"", "\"a1\"", "The value must have the form ^[a-z]+$, but is \"a1\".")]
    [InlineData("""{"minimum":0}""", "0", "-1", "The value must be 0 or more, but is -1.")]
    [InlineData("""{"maximum":2.5}""", "2.5", "3", "The value must be 2.5 or less, but is 3.")]
    [InlineData("""{"minLength":1,"maxLength":2}""", "\"🎁🎁\"", "\"🎁🎁🎁\"", "The value must have 1 to 2 characters, but has 3.")]
    [InlineData("""{"minItems":1}""", "[1]", "[]", "The value must have at least 1 elements, but has 0.")]
    [InlineData("""{"format":"uuid"}""", "\"01956b2e-1f00-7c3a-9d4e-5f6a7b8c9d0e\"", "\"x\"", "The value must be a UUID, but is \"x\".")]
    [InlineData("""{"format":"date-time"}""", "\"2026-03-05T10:30:00+01:00\"", "\"today\"", "The value must be a time as in 2026-03-05T10:30:00Z, but is \"today\".")]
    [InlineData("""{"items":{"type":"string"}}""", "[\"a\"]", "[\"a\",1]", "/1 must be a string, but is 1.")]
    [InlineData("""{"required":["a"]}""", "{\"a\":null}", "{}", "/a is missing.")]
    [InlineData("""{"properties":{"a":{}},"additionalProperties":false}""", "{\"a\":1}", "{\"b/~\":1}", "/b~1~0 is not a field of it; a are.")]
    public void A_keyword_validates_a_value_and_explains_the_error(string schema, string fits, string doesNot, string error)
    {
        Assert.Empty(Errors(schema, fits));
        Assert.Equal([error], Errors(schema, doesNot));
    }

    [Fact]
    public void Every_error_is_reported_at_once() => Assert.Equal(
        ["/c is missing.", "/a must be a string, but is 1.", "/b/1/x must be 1 or more, but is 0."],
        Errors(
            """{"required":["a","c"],"properties":{"a":{"type":"string"},"b":{"items":{"properties":{"x":{"minimum":1}}}}}}""",
            """{"a":1,"b":[{"x":1},{"x":0}]}"""));

    [Fact]
    public void A_long_value_is_shown_truncated() =>
        Assert.Contains("…", Assert.Single(Errors("""{"type":"number"}""", $"\"{new string('x', 5_000)}\"")), StringComparison.Ordinal);

    [Theory]
    [InlineData("""{"properties":{"a":{"multipleOf":2}}}""", "/properties/a/multipleOf")]
    [InlineData("""{"$ref":"#/a"}""", "/$ref")]
    [InlineData("""{"type":"text"}""", "/type")]
    [InlineData("""{"format":"email"}""", "/format")]
    [InlineData("""{"required":"a"}""", "/required")]
    [InlineData("""{"minimum":"a"}""", "/minimum")]
    [InlineData("""{"pattern":"("}""", "/pattern")]
    [InlineData("""{"items":true}""", "/items")]
    [InlineData("[]", "")]
    public void A_schema_with_an_unknown_keyword_is_rejected(string schema, string pointer) =>
        Assert.Equal(pointer, Assert.Throws<InvalidSchemaException>(() => JsonSchema.Compile(schema)).Pointer);
}
