using System.Text.Json.Nodes;
using Shop.Testing;

namespace Shop.EndToEnd.Tests.Contract;

/// <summary>The committed description has what client generators need.</summary>
public sealed class DescriptionTests
{
    private static readonly JsonNode Document = JsonNode.Parse(File.ReadAllText(Path.Combine(Repository.Root, "docs", "openapi.json")))!;

    private static IEnumerable<(string Place, JsonObject Json)> Objects(JsonNode? node, string place)
    {
        if (node is JsonArray array)
            return array.SelectMany((inner, i) => Objects(inner, $"{place}/{i}"));
        if (node is not JsonObject json)
            return [];
        return json.SelectMany(member => Objects(member.Value, $"{place}/{member.Key}")).Append((place, json));
    }

    private static IEnumerable<(string Name, JsonObject Json)> Operations =>
        from path in Document["paths"]!.AsObject()
        from operation in path.Value!.AsObject()
        select ($"{operation.Key} {path.Key}", operation.Value!.AsObject());

    [Fact]
    public void Null_is_the_last_type() => Assert.Empty(
        Objects(Document, "").Where(one => one.Json["type"] is JsonArray types && (string)types[0]! == "null").Select(one => one.Place));

    [Fact]
    public void Every_array_has_items() => Assert.Empty(
        Objects(Document, "").Where(one => one.Json["type"] is JsonValue type && (string)type! == "array" && one.Json["items"] is null)
            .Select(one => one.Place));

    [Fact]
    public void Query_parameters_are_in_camel_case() => Assert.Empty(
        from operation in Operations
        from parameter in operation.Json["parameters"]?.AsArray() ?? []
        where (string)parameter!["in"]! == "query" && char.IsUpper(((string)parameter["name"]!)[0])
        select $"{operation.Name} {parameter["name"]}");

    [Fact]
    public void Streams_are_text() => Assert.All(
        Operations.Where(operation => operation.Json["responses"]!["200"]?["content"]?["text/event-stream"] is not null),
        operation => Assert.Equal("string", (string)operation.Json["responses"]!["200"]!["content"]!["text/event-stream"]!["schema"]!["type"]!));

    [Fact]
    public void Every_response_declares_its_headers() => Assert.Empty(
        from operation in Operations
        from response in operation.Json["responses"]!.AsObject()
        let headers = response.Value!["headers"]
        where headers?["X-Correlation-Id"] is null || (response.Key is "201" or "202" && headers["Location"] is null)
            || (response.Key is "429" or "503" && headers["Retry-After"] is null)
        select $"{operation.Name} {response.Key}");

    [Theory]
    [InlineData("PlaceOrderRequest", "currency", "enum")]
    [InlineData("PlaceOrderRequest", "email", "maxLength")]
    [InlineData("PlaceOrderRequest", "items", "maxItems")]
    [InlineData("ItemRequest", "quantity", "maximum")]
    [InlineData("CancelOrderRequest", "reason", "maxLength")]
    [InlineData("PreferencesBody", "phone", "pattern")]
    public void A_limit_stands_in_the_schema(string schema, string member, string keyword) =>
        Assert.NotNull(Document["components"]!["schemas"]![schema]!["properties"]![member]![keyword]);
}
