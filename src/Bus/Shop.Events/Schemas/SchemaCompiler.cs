using System.Text.Json;
using System.Text.RegularExpressions;

namespace Shop.Events;

/// <summary>Reads a schema's keywords. It rejects an unknown keyword, since nothing would check it.</summary>
internal static class SchemaCompiler
{
    private static readonly string[] KnownTypes = ["object", "array", "string", "number", "integer", "boolean", "null"];
    private static readonly string[] KnownFormats = ["uuid", "date-time"];

    public static SchemaNode Compile(JsonElement schema, string pointer)
    {
        if (schema.ValueKind != JsonValueKind.Object)
            throw new InvalidSchemaException(pointer, "a schema is an object of keywords.");
        var node = new SchemaNode();
        foreach (var keyword in schema.EnumerateObject())
        {
            var place = $"{pointer}/{keyword.Name}";
            try
            {
                Add(node, keyword, place);
            }
            catch (Exception e) when (e is InvalidOperationException or ArgumentException or FormatException and not InvalidSchemaException)
            {
                throw new InvalidSchemaException(place, $"{keyword.Value.GetRawText()} is not a valid value of \"{keyword.Name}\" ({e.Message})");
            }
        }
        return node;
    }

    private static void Add(SchemaNode node, JsonProperty keyword, string place)
    {
        var value = keyword.Value;
        switch (keyword.Name)
        {
            case "$schema" or "$id" or "title" or "description" or "examples": break;       // for people
            case "type": node.Types = OneOf(KnownTypes, value.ValueKind == JsonValueKind.Array ? Texts(value) : [Text(value)], place); break;
            case "properties": AddProperties(node, value, place); break;
            case "required": node.Required = Texts(value); break;
            case "additionalProperties": node.Closed = !value.GetBoolean(); break;
            case "items": node.Items = Compile(value, place); break;
            case "enum": node.OneOf = [.. value.EnumerateArray()]; break;
            case "pattern": node.Pattern = new Regex(Text(value), RegexOptions.NonBacktracking | RegexOptions.CultureInvariant); break;
            case "format": node.Format = OneOf(KnownFormats, [Text(value)], place)[0]; break;
            case "minimum": node.Minimum = value.GetDouble(); break;
            case "maximum": node.Maximum = value.GetDouble(); break;
            case "minLength": node.MinLength = value.GetInt32(); break;
            case "maxLength": node.MaxLength = value.GetInt32(); break;
            case "minItems": node.MinItems = value.GetInt32(); break;
            default: throw new InvalidSchemaException(place, $"the keyword \"{keyword.Name}\" is not known here, and nothing would check it.");
        }
    }

    private static void AddProperties(SchemaNode node, JsonElement properties, string place)
    {
        foreach (var property in properties.EnumerateObject())
            node.Properties.Add(property.Name, Compile(property.Value, JsonPointer.Step(place, property.Name)));
    }

    private static string Text(JsonElement value) => value.GetString() ?? throw new FormatException("it is null");

    private static string[] Texts(JsonElement values) => [.. values.EnumerateArray().Select(Text)];

    private static string[] OneOf(string[] known, string[] given, string place) =>
        given.Except(known).FirstOrDefault() is { } unknown
            ? throw new InvalidSchemaException(place, $"\"{unknown}\" is not known here; {string.Join(", ", known)} are.")
            : given;
}
