using System.Text.Json.Nodes;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;
using Shop.Host.Hosting;
using Shop.Web;

namespace Shop.Tools;

/// <summary>The API's description as the code generates it: what <c>/openapi/v1.json</c> serves, without the server's address.</summary>
internal static class ApiDocument
{
    /// <summary>The committed file, from the repository's root.</summary>
    public const string Committed = "docs/openapi.json";

    /// <summary>Generates it. Opens no database and listens on no port.</summary>
    public static async Task<string> Text(CancellationToken ct) => (await Describe(ct)).Text;

    /// <summary>Generates it, and lists the app's problem codes.</summary>
    public static async Task<(string Text, IReadOnlyList<ProblemCode> Problems)> Describe(CancellationToken ct)
    {
        var folder = Directory.CreateTempSubdirectory("shop-openapi");
        try
        {
            await using var app = ShopApp.Build([$"--Storage:Path={folder.FullName}", "--Logging:LogLevel:Microsoft=Warning"]);
            // Routing registers the endpoints; otherwise that happens only when the app starts.
            app.UseRouting();
            app.UseEndpoints(_ => { });
            var document = await app.Services.GetRequiredKeyedService<IOpenApiDocumentProvider>(ShopOpenApi.Name)
                .GetOpenApiDocumentAsync(ct);
            document.Servers?.Clear();
            return (await document.SerializeAsJsonAsync(OpenApiSpecVersion.OpenApi3_1, ct) + "\n",
                [.. app.Services.GetRequiredService<ProblemCodes>().All]);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    /// <summary>Parses a description.</summary>
    public static JsonObject Parse(string text) => JsonNode.Parse(text)!.AsObject();
}
