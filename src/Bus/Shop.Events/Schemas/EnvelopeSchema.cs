using System.Text.Json.Nodes;

namespace Shop.Events;

/// <summary>The schema that all events share: EventBridge's envelope, and the shop's metadata inside detail.</summary>
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
                ["account"] = Text("The account that it was published in: 12 digits."),
                ["time"] = Text("When it was published, UTC, to the second.", "date-time"),
                ["region"] = Text("The region that it was published in."),
                ["resources"] = new JsonObject { ["type"] = "array", ["items"] = new JsonObject { ["type"] = "string" } },
                ["detail"] = detail,
            },
            ["required"] = new JsonArray("id", "detail-type", "source", "time", "detail"),
        };
        if (description is null)
            schema.Remove("description");
        return schema;
    }

    /// <summary>None of it is required: without it, EventBridge's own id and time are used, and the version is 1.0.</summary>
    private static JsonObject Metadata(EventContract contract) => new()
    {
        ["description"] = "The bus's metadata of the event. The shop's publishers always set it; "
            + "for other publishers' events the envelope's id and time are used.",
        ["type"] = "object",
        ["properties"] = new JsonObject
        {
            ["eventId"] = Text("The event's identity, the same however often it is delivered.", "uuid"),
            ["correlationId"] = Text("The request or process that it belongs to."),
            ["causationId"] = Text("The event that was being handled when this one was published.", "uuid"),
            ["version"] = OneOf(contract.Version),
            ["subject"] = Text("The id of what it is about."),
            ["timestamp"] = Text("When it was published, UTC.", "date-time"),
            ["traceparent"] = Text("The publisher's W3C trace context."),
            ["copyOf"] = Text("For an event that is published in several versions: the id of the newest version's event.", "uuid"),
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
