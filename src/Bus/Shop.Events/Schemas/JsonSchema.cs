using System.Text.Json;

namespace Shop.Events;

/// <summary>
/// A compiled JSON Schema that reports every place where a JSON value does not fit. It knows the keywords of event schemas and rejects a
/// schema with any other. Immutable and safe for many threads.
/// </summary>
public sealed class JsonSchema
{
    private readonly SchemaNode _root;

    private JsonSchema(SchemaNode root) => _root = root;

    /// <summary>Compiles a schema.</summary>
    /// <exception cref="InvalidSchemaException">It has an unknown keyword, or a keyword with an invalid value.</exception>
    /// <exception cref="JsonException">It is not JSON.</exception>
    public static JsonSchema Compile(string json)
    {
        using var document = JsonDocument.Parse(json);
        return new JsonSchema(SchemaCompiler.Compile(document.RootElement.Clone(), ""));
    }

    /// <summary>Every place where the value does not fit; empty if it fits.</summary>
    /// <param name="value">Any JSON value.</param>
    /// <param name="unknown">How to treat fields that the schema does not name and does not allow.</param>
    public IReadOnlyList<SchemaError> Check(JsonElement value, UnknownFields unknown = UnknownFields.Refused)
    {
        var check = new SchemaCheck(unknown);
        check.Check(_root, value, "");
        return check.Errors;
    }
}

/// <summary>How to treat fields that a schema does not name.</summary>
public enum UnknownFields
{
    /// <summary>They are errors if the schema has <c>additionalProperties: false</c>: the check of a publisher.</summary>
    Refused,

    /// <summary>They are ignored: a reader's view, so that an event may gain some.</summary>
    PassedOver,
}

/// <summary>One place where a value does not fit its schema.</summary>
/// <param name="Pointer">Where, as a JSON pointer (RFC 6901); of a missing field, where it should be.</param>
/// <param name="Problem">What is wrong, as the rest of a sentence that begins with the place.</param>
public sealed record SchemaError(string Pointer, string Problem)
{
    /// <inheritdoc/>
    public override string ToString() => $"{(Pointer.Length == 0 ? "The value" : Pointer)} {Problem}";
}

/// <summary>A schema that cannot be compiled; the message says where and why.</summary>
public sealed class InvalidSchemaException : FormatException
{
    internal InvalidSchemaException(string pointer, string problem) : base($"The schema is not valid at \"{pointer}\": {problem}") => Pointer = pointer;

    /// <summary>Where in the schema, as a JSON pointer.</summary>
    public string Pointer { get; }
}
