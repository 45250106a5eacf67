using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.OpenApi;

namespace Shop.Web;

/// <summary>The API's description as it is served and committed: made once, when it is first read.</summary>
public sealed class OpenApiText
{
    private static readonly JsonSerializerOptions Indented = new()
    {
        WriteIndented = true, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    private readonly Lazy<Task<JsonObject>> _json;

    internal OpenApiText(IServiceProvider services, SchemaTypes types, ApiSupplement supplement) =>
        _json = new(() => Make(services, types, supplement));

    /// <summary>OpenAPI 3.1 as JSON, indented, with a line feed at its end.</summary>
    public async Task<string> Json() => (await _json.Value).ToJsonString(Indented).ReplaceLineEndings("\n") + "\n";

    /// <summary>The same as YAML.</summary>
    public async Task<string> Yaml()
    {
        using var text = new StringWriter { NewLine = "\n" };
        new OpenApiYamlWriter(text).WriteAny(await _json.Value);
        return text.ToString();
    }

    private static async Task<JsonObject> Make(IServiceProvider services, SchemaTypes types, ApiSupplement supplement)
    {
        var document = await services.GetRequiredKeyedService<IOpenApiDocumentProvider>(ShopOpenApi.Name).GetOpenApiDocumentAsync();
        var json = JsonNode.Parse(await document.SerializeAsJsonAsync(OpenApiSpecVersion.OpenApi3_1))!.AsObject();
        new DescribeMembers(types, supplement).AddTo(json);
        new Examples(json, supplement).AddTo();
        NullLast.AddTo(json);
        return json;
    }
}

/// <summary>The .NET type of each schema among the components.</summary>
internal sealed class SchemaTypes : Dictionary<string, System.Text.Json.Serialization.Metadata.JsonTypeInfo>;
