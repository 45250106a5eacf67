using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http.HttpResults;
using Shop.Events;
using Shop.Web;

namespace Shop.Host.Schemas;

/// <summary>Serves the events' schemas.</summary>
internal static class SchemaEndpoints
{
    public static void MapSchemas(this WebApplication app)
    {
        var files = new Lazy<ServedSchemas>(() => new ServedSchemas(app.Services.GetRequiredService<ModuleDirectory>().All));
        var schemas = app.MapGroup("/schemas").WithTags("Schemas");
        schemas.MapGet("", () => TypedResults.Ok(files.Value.List))
            .WithName("ListSchemas").WithSummary("Lists every version of every event, with its schemas.")
            .WithDescription("With the paths of each version's JSON Schema, OpenAPI form and example.");
        schemas.MapGet("/{file}", (string file) => Serve(file, files.Value))
            .WithName("GetSchema")
            .WithSummary("Returns a schema, its OpenAPI form, an example, or the AsyncAPI document of all: asyncapi.json.")
            .WithDescription("The documents change with a deployment only.")
            .Produces<JsonElement>(StatusCodes.Status200OK, "application/json", ServedSchemas.MediaTypes)
            .ProducesHeader(StatusCodes.Status200OK, "Cache-Control").ProducesHeader(StatusCodes.Status200OK, "ETag")
            .ProducesProblems(SchemaProblems.NotFound);
    }

    private static Results<TaggedFile, Problem> Serve(string file, ServedSchemas schemas) => schemas.Files.TryGetValue(file, out var found)
        ? found : Problem.Of(SchemaProblems.NotFound, $"There is no schema \"{file}\". GET /schemas lists them.");
}

/// <summary>The documents as bytes, made once.</summary>
internal sealed class ServedSchemas
{
    /// <summary>What the documents are served as, besides application/json.</summary>
    public static readonly string[] MediaTypes = [SchemaDocument.JsonSchema, SchemaDocument.OpenApi, AsyncApi];

    private const string AsyncApi = "application/vnd.aai.asyncapi+json;version=3.0.0";

    public ServedSchemas(IReadOnlyList<ModuleDeclaration> modules)
    {
        var contracts = SchemaDocument.Contracts(modules);
        List = new SchemaList([.. contracts.OrderBy(contract => contract.ToString(), StringComparer.Ordinal).Select(ListedSchema.Of)],
            "/schemas/asyncapi.json");
        Files = contracts.SelectMany(SchemaDocument.Of).Select(document => (document.FileName, document.ContentType, document.Text))
            .Append(("asyncapi.json", AsyncApi, EventSchema.Text(AsyncApiDocument.Of(modules))))
            .ToDictionary(file => file.Item1, file => new TaggedFile(Encoding.UTF8.GetBytes(file.Item3), file.Item2));
    }

    public SchemaList List { get; }

    public IReadOnlyDictionary<string, TaggedFile> Files { get; }
}

/// <summary>Every version of every event.</summary>
/// <param name="Items">By event and version.</param>
/// <param name="AsyncApi">Where the document of all of them is.</param>
internal sealed record SchemaList(IReadOnlyList<ListedSchema> Items, string AsyncApi);

/// <summary>A version of an event, and where its documents are.</summary>
/// <param name="DetailType">The event's detail-type.</param>
/// <param name="Version">Its version.</param>
/// <param name="Source">The module that publishes it.</param>
/// <param name="Schema">The path of its JSON Schema.</param>
/// <param name="OpenApi">The path of its OpenAPI form, for EventBridge's schema registry.</param>
/// <param name="Example">The path of an example event.</param>
internal sealed record ListedSchema(string DetailType, string Version, string Source, string Schema, string OpenApi, string Example)
{
    public static ListedSchema Of(EventContract contract) => new(
        contract.DetailType, contract.Version, contract.Source,
        $"/schemas/{contract.FileName}.json", $"/schemas/{contract.FileName}.openapi.json", $"/schemas/{contract.FileName}.example.json");
}

/// <summary>Problems of the schema endpoints.</summary>
internal static class SchemaProblems
{
    /// <summary>No such schema.</summary>
    public static readonly ProblemCode NotFound = new("schema_not_found", 404, "There is no such schema",
        "No event has a schema of this file name. GET /schemas lists every event, its versions and their files.");
}
