using System.ComponentModel.DataAnnotations;
using System.Reflection;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;

namespace Shop.Web;

/// <summary>
/// Describes the schemas among the components by the code that they stand for: docstrings, known values, and the constraints of attributes.
/// </summary>
internal sealed class DescribeMembers(SchemaTypes types, ApiSupplement supplement)
{
    public void AddTo(JsonObject document)
    {
        foreach (var (name, schema) in document["components"]!["schemas"]!.AsObject())
            if (types.TryGetValue(name, out var type))
                Describe(schema!.AsObject(), type);
    }

    private void Describe(JsonObject schema, JsonTypeInfo type)
    {
        SetDescription(schema, Docstrings.Of(type.Type.Assembly).Of(type.Type));
        if (type.Type.IsEnum)
            DescribeValues(schema, type.Type);
        if (schema["properties"] is not JsonObject members)
            return;
        foreach (var property in type.Properties)
            if (members[property.Name] is JsonObject)
            {
                Refer(members, property);
                Describe(members[property.Name]!.AsObject(), property);
            }
    }

    /// <summary>Refers to a component where a schema that a document transformer asked for repeats it.</summary>
    private void Refer(JsonObject members, JsonPropertyInfo property)
    {
        var member = members[property.Name]!.AsObject();
        if (member["properties"] is null || types.FirstOrDefault(known => known.Value.Type == property.PropertyType).Key is not { } name)
            return;
        var reference = new JsonObject { ["$ref"] = $"#/components/schemas/{name}" };
        members[property.Name] = property.IsGetNullable
            ? new JsonObject { ["oneOf"] = new JsonArray(reference, new JsonObject { ["type"] = "null" }) } : reference;
    }

    /// <summary>What each value means, where the code says it.</summary>
    private static void DescribeValues(JsonObject schema, Type type)
    {
        var docs = Docstrings.Of(type.Assembly);
        var lines = SnakeCaseEnums.NamesOf(type).Zip(Enum.GetNames(type), (wire, name) => (wire, Text: docs.Of(type.GetField(name)!)))
            .Where(value => value.Text.Length > 0).Select(value => $"- `{value.wire}`: {value.Text}").ToList();
        if (lines.Count > 0)
            schema["description"] = $"{schema["description"]}\n\n{string.Join('\n', lines)}".Trim();
    }

    private void Describe(JsonObject member, JsonPropertyInfo property)
    {
        if (property.AttributeProvider is PropertyInfo declared)
            SetDescription(member, Docstrings.Of(declared.DeclaringType!.Assembly).Of(declared));
        foreach (var attributes in (ICustomAttributeProvider?[])[property.AttributeProvider, property.AssociatedParameter?.AttributeProvider])
        {
            if (attributes is null)
                continue;
            foreach (var known in attributes.GetCustomAttributes(inherit: true).OfType<KnownValuesAttribute>())
                SetValues(member, known.Values, property.IsGetNullable || property.IsSetNullable);
            if (attributes.IsDefined(typeof(EmailAddressAttribute), inherit: true))
                member["format"] = "email";
            // A list of values needs no pattern, and a client generator fails on both.
            foreach (var (keyword, value) in (supplement.Keywords(attributes) ?? []).Where(rule => rule.Key != "pattern" || member["enum"] is null))
                (ItemsOf(member) ?? member)[keyword] ??= value?.DeepClone();
        }
    }

    private static void SetDescription(JsonObject schema, string text)
    {
        if (text.Length > 0)
            schema["description"] ??= text;
    }

    private static void SetValues(JsonObject member, IReadOnlyList<string> values, bool nullable)
    {
        var items = ItemsOf(member);
        var all = values.Select(value => (JsonNode?)value);
        (items ?? member)["enum"] = new JsonArray([.. items is null && nullable ? all.Append(null) : all]);
    }

    private static JsonObject? ItemsOf(JsonObject member) => member["items"] as JsonObject;
}
