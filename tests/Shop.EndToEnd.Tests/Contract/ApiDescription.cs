using System.Text.Json.Nodes;

namespace Shop.EndToEnd.Tests.Contract;

/// <summary>The OpenAPI document that a shop serves, as far as a client needs it.</summary>
internal sealed class ApiDescription(JsonObject document)
{
    private readonly JsonObject _document = document;

    public IReadOnlyList<ApiOperation> Operations { get; } =
    [
        .. from path in document["paths"]!.AsObject()
           from operation in path.Value!.AsObject()
           select new ApiOperation(operation.Key.ToUpperInvariant(), path.Key, operation.Value!.AsObject()),
    ];

    public static async Task<ApiDescription> Of(HttpClient shop) =>
        new(JsonNode.Parse(await shop.GetStringAsync(new Uri("/openapi/v1.json", UriKind.Relative)))!.AsObject());

    /// <summary>Follows references.</summary>
    public JsonObject Plain(JsonNode schema)
    {
        while (schema["$ref"] is { } reference)
            schema = ((string)reference!).Split('/').Skip(1).Aggregate((JsonNode)_document, (place, step) => place[step]!);
        return schema.AsObject();
    }
}

/// <summary>One method of one path.</summary>
internal sealed record ApiOperation(string Method, string Path, JsonObject Json)
{
    public IEnumerable<JsonObject> Parameters => (Json["parameters"]?.AsArray() ?? []).Select(parameter => parameter!.AsObject());

    public JsonNode? BodySchema => Json["requestBody"]?["content"]?["application/json"]?["schema"];

    public JsonObject Responses => Json["responses"]!.AsObject();

    /// <summary>Whether it may change something.</summary>
    public bool Changes => Method != "GET";

    public override string ToString() => $"{Method} {Path}";
}
