using Shop.Events;

namespace Shop.Host.Schemas;

/// <summary>One of the documents that are generated for an event's version: its JSON Schema, its OpenAPI form, an example.</summary>
/// <param name="Contract">The event's version.</param>
/// <param name="FileName">Its name in the folder <c>schemas</c> of the contracts, and in <c>/schemas/…</c>.</param>
/// <param name="ContentType">What it is served as.</param>
/// <param name="Text">The document.</param>
internal sealed record SchemaDocument(EventContract Contract, string FileName, string ContentType, string Text)
{
    /// <summary>The media type of a JSON Schema.</summary>
    public const string JsonSchema = "application/schema+json";

    /// <summary>The media type of the OpenAPI form.</summary>
    public const string OpenApi = "application/vnd.oai.openapi+json;version=3.0";

    /// <summary>Every version of every event that the modules' contracts declare, also versions that are only read.</summary>
    public static IReadOnlyList<EventContract> Contracts(IReadOnlyList<ModuleDeclaration> modules) =>
        [.. modules.SelectMany(module => module.Publishes).SelectMany(published => published.Versions).Distinct()];

    /// <summary>The documents of a version.</summary>
    public static IReadOnlyList<SchemaDocument> Of(EventContract contract)
    {
        var schema = EventSchema.Of(contract);
        return
        [
            new(contract, $"{contract.FileName}.json", JsonSchema, schema.ToString()),
            new(contract, $"{contract.FileName}.openapi.json", OpenApi,
                EventSchema.Text(schema.ToOpenApi())),
            new(contract, $"{contract.FileName}.example.json", "application/json", EventSchema.Text(schema.ToExample())),
        ];
    }
}
