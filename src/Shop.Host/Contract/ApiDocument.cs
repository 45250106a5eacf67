using System.Text.Json.Nodes;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;
using Shop.Host.Hosting;
using Shop.Web;

namespace Shop.Host.Contract;

/// <summary>The API's description as the code makes it: what <c>/openapi/v1.json</c> serves, without the address that it is served at.</summary>
internal static class ApiDocument
{
    /// <summary>Where it is committed, from the repository's root.</summary>
    public const string Committed = "docs/openapi.json";

    /// <summary>Makes it. Opens no database and listens nowhere.</summary>
    public static async Task<string> Text(CancellationToken ct)
    {
        var folder = Directory.CreateTempSubdirectory("shop-described");
        try
        {
            await using var app = ShopApp.Build([$"--Storage:Path={folder.FullName}", "--Logging:LogLevel:Microsoft=Warning"]);
            // Routing tells the container of the endpoints; else that happens only when the app starts.
            app.UseRouting();
            app.UseEndpoints(_ => { });
            var document = await app.Services.GetRequiredKeyedService<IOpenApiDocumentProvider>(ShopOpenApi.Name).GetOpenApiDocumentAsync(ct);
            document.Servers?.Clear();
            return await document.SerializeAsJsonAsync(OpenApiSpecVersion.OpenApi3_1, ct) + "\n";
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    /// <summary>Reads one.</summary>
    public static JsonObject Parse(string text) => JsonNode.Parse(text)!.AsObject();
}
