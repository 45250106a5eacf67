using System.Text.Json.Nodes;
using Shop.Host.Hosting;
using Shop.Web;

namespace Shop.Tools;

/// <summary>The API's description as the code generates it: what <c>/openapi/v1.json</c> serves.</summary>
internal static class ApiDocument
{
    /// <summary>The committed file, from the repository's root.</summary>
    public const string Committed = "docs/openapi.json";

    /// <summary>Generates it. Opens no database and listens on no port.</summary>
    public static async Task<string> Text() => (await Describe()).Text;

    /// <summary>Generates it, and lists the app's problem codes.</summary>
    public static async Task<(string Text, IReadOnlyList<ProblemCode> Problems)> Describe()
    {
        var folder = Directory.CreateTempSubdirectory("shop-openapi");
        try
        {
            await using var app = ShopApp.Build([$"--Storage:Path={folder.FullName}", "--Logging:LogLevel:Microsoft=Warning"]);
            // Routing registers the endpoints; otherwise that happens only when the app starts.
            app.UseRouting();
            app.UseEndpoints(_ => { });
            return (await app.Services.GetRequiredService<OpenApiText>().Json(), [.. app.Services.GetRequiredService<ProblemCodes>().All]);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    /// <summary>Parses a description.</summary>
    public static JsonObject Parse(string text) => JsonNode.Parse(text)!.AsObject();
}
