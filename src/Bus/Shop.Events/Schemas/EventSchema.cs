using System.Collections.Concurrent;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Shop.Events;

/// <summary>
/// The JSON Schema (2020-12) of one version of an event, whole as EventBridge delivers it, generated from its C# contract. It is the
/// publisher's promise: exactly these fields. A reader ignores fields that it does not know.
/// </summary>
public sealed class EventSchema
{
    private static readonly ConcurrentDictionary<EventContract, EventSchema> Known = new();
    private static readonly JsonSerializerOptions Readable = new()
    {
        WriteIndented = true, IndentSize = 2, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    private readonly JsonObject _json;
    private readonly Lazy<JsonSchema> _compiled;

    private EventSchema(EventContract contract)
    {
        Contract = contract;
        _json = EnvelopeSchema.Around(contract);
        _compiled = new Lazy<JsonSchema>(() => JsonSchema.Compile(ToString()));
        Fields = SchemaFields.Of(_json);
    }

    /// <summary>The event's version.</summary>
    public EventContract Contract { get; }

    /// <summary>Every field by its dotted path, the envelope's too: <c>detail.items.productId</c>.</summary>
    public IReadOnlyDictionary<string, SchemaField> Fields { get; }

    /// <summary>The schema of a contract; made once.</summary>
    /// <exception cref="InvalidOperationException">A field's JSON cannot be derived from its type; the message names the type.</exception>
    public static EventSchema Of(EventContract contract) => Known.GetOrAdd(contract, static contract => new EventSchema(contract));

    /// <inheritdoc cref="Of(EventContract)"/>
    public static EventSchema Of<TEvent>() where TEvent : IEvent => Of(EventContract.Of(typeof(TEvent)));

    /// <summary>The places where a whole event, envelope included, does not fit; empty if it fits.</summary>
    public IReadOnlyList<SchemaError> Check(JsonElement @event, UnknownFields unknown) => _compiled.Value.Check(@event, unknown);

    /// <summary>The schema as JSON: a copy that may be changed.</summary>
    public JsonObject ToJson() => _json.DeepClone().AsObject();

    /// <summary>The OpenAPI 3.0 document that EventBridge's schema registry requires.</summary>
    public JsonObject ToOpenApi() => OpenApiForm.Of(Contract, _json);

    /// <summary>A valid example event, whole as EventBridge delivers it; always the same.</summary>
    public JsonObject ToExample() => ExampleEvent.Of(Contract, _json);

    /// <summary>JSON for people and for files: indented by two, ending in a line feed.</summary>
    public static string Text(JsonNode json) => json.ToJsonString(Readable) + "\n";

    /// <summary>The schema's text.</summary>
    public override string ToString() => Text(_json);
}
