using System.Text.Json;
using CsCheck;

namespace Shop.Web.Tests;

public sealed class JsonPointerTests
{
    public sealed record TestRequest(int Quantity = 1);

    [Theory]
    [InlineData("$", "")]
    [InlineData(null, "")]
    [InlineData("$.items[0].quantity", "/items/0/quantity")]
    [InlineData("$[3]['a.b'][4]", "/3/a.b/4")]
    [InlineData("$['it's']", "/it's")]
    [InlineData("$.a~b", "/a~0b")]
    [InlineData("$.", "/")]
    public void A_serializer_path_becomes_a_JSON_pointer(string? path, string pointer) =>
        Assert.Equal(pointer, JsonPointer.Of(JsonPointer.SegmentsOf(path)));

    [Fact]
    public void A_path_of_any_form_is_parsed_to_its_end() =>
        Gen.String[Gen.Char["$.[]'a0~/"], 0, 20].Sample(path => Assert.NotNull(JsonPointer.Of(JsonPointer.SegmentsOf(path))));

    [Fact]
    public void An_unknown_member_of_any_name_is_pointed_to_exactly() =>
        Gen.String[Gen.Char["$.[]'\"a0~/ \u00e9\n"], 0, 8].Where(name => !name.Contains("']", StringComparison.Ordinal)).Sample(name =>
        {
            var body = $"{{{JsonSerializer.Serialize(name)}:1}}";
            var error = Assert.Throws<JsonException>(() => JsonSerializer.Deserialize<TestRequest>(body, ShopJson.Options));
            var broken = Assert.Single(UnreadableBody.ToProblem(error, typeof(TestRequest)).Errors);
            Assert.Equal((JsonPointer.Of([name]), "unknown_member"), (broken.Pointer, broken.Code));
        });
}
