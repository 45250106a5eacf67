using System.Text.Json.Nodes;

namespace Shop.Events;

/// <summary>What is the same for every event: EventBridge's envelope, and the shop's metadata inside detail.</summary>
internal static class EnvelopeSchema
{
    /// <summary>The schema of the whole event. The envelope and the metadata may have more fields; the event's own may not.</summary>
    public static JsonObject Around(EventContract contract)
    {
        var detail = ContractSchema.Of(contract.Type);
        var description = detail["description"]?.DeepClone();
        detail.Remove("description");
        detail["properties"]!["metadata"] = Metadata(contract);
        var schema = new JsonObject
        {
            ["$schema"] = "https://json-schema.org/draft/2020-12/schema",
            ["$id"] = $"/schemas/{contract.FileName}.json",
            ["title"] = $"{contract.DetailType} {contract.Version}",
            ["description"] = description,
            ["type"] = "object",
            ["properties"] = new JsonObject
            {
                ["version"] = Text("EventBridge's version of the envelope."),
                ["id"] = Text("Stamped by the bus; a retry may have another."),
                ["detail-type"] = OneOf(contract.DetailType),
                ["source"] = OneOf(contract.Source),
                ["account"] = Text("The account that it was said in: 12 digits."),
                ["time"] = Text("When it was said, UTC, to the second.", "date-time"),
                ["region"] = Text("The region that it was said in."),
                ["resources"] = new JsonObject { ["type"] = "array", ["items"] = new JsonObject { ["type"] = "string" } },
                ["detail"] = detail,
            },
            ["required"] = new JsonArray("id", "detail-type", "source", "time", "detail"),
        };
        if (description is null)
            schema.Remove("description");
        return schema;
    }

    /// <summary>None of it is required: without it, EventBridge's own id and time stand in, and the version is 1.0.</summary>
    private static JsonObject Metadata(EventContract contract) => new()
    {
        ["description"] = "What the bus knows of the event. The shop's publishers always say it; for events of others the envelope's id and time stand in.",
        ["type"] = "object",
        ["properties"] = new JsonObject
        {
            ["eventId"] = Text("The event's identity, the same however often it is carried.", "uuid"),
            ["correlationId"] = Text("The request or process that it belongs to."),
            ["causationId"] = Text("The event that was being handled when this one was said.", "uuid"),
            ["version"] = OneOf(contract.Version),
            ["subject"] = Text("Whom it is about, by id."),
            ["timestamp"] = Text("When it was said, UTC.", "date-time"),
            ["traceparent"] = Text("The publisher's W3C trace context."),
            ["copyOf"] = Text("Of an event that was said in a newer version too: the id of the event in the newest.", "uuid"),
        },
    };

    private static JsonObject Text(string description, string? format = null)
    {
        var text = new JsonObject { ["description"] = description, ["type"] = "string" };
        if (format is not null)
            text["format"] = format;
        return text;
    }

    private static JsonObject OneOf(string text) => new() { ["type"] = "string", ["enum"] = new JsonArray(text) };
}
