using System.Text.Json;
using System.Text.Json.Nodes;
using Shop.Events;

namespace Shop.EventBridge;

/// <summary>One text for JSON that means the same.</summary>
internal static class JsonEquality
{
    /// <summary>Members in the order of their names.</summary>
    public static string Of(string? json) => Written(json, node => Sorted(node, ofPolicy: false));

    /// <summary>A policy: whether one value stands alone or in a list means the same, and so do the order of a list and a statement's name.</summary>
    public static string OfPolicy(string? json) => Written(json, node => Sorted(node?["Statement"], ofPolicy: true));

    private static string Written(string? json, Func<JsonNode?, JsonNode?> form)
    {
        if (string.IsNullOrEmpty(json))
            return "";
        try
        {
            return form(JsonNode.Parse(json))?.ToJsonString(EventJson.Options) ?? "";
        }
        catch (JsonException)
        {
            return json;        // differs from any JSON, and is shown as it is
        }
    }

    private static JsonNode? Sorted(JsonNode? node, bool ofPolicy) => node switch
    {
        JsonObject { Count: 1 } any when ofPolicy && any["AWS"] is JsonValue value && value.ToString() == "*" => "*",
        JsonObject members => new JsonObject(members.Where(member => !(ofPolicy && member.Key == "Sid")).OrderBy(member => member.Key, StringComparer.Ordinal)
            .Select(member => KeyValuePair.Create(member.Key, Sorted(member.Value, ofPolicy)))),
        JsonArray { Count: 1 } one when ofPolicy => Sorted(one[0], ofPolicy),
        JsonArray several when ofPolicy => new JsonArray([.. several.Select(value => Sorted(value, ofPolicy)).OrderBy(value => value?.ToJsonString(), StringComparer.Ordinal)]),
        JsonArray several => new JsonArray([.. several.Select(value => Sorted(value, ofPolicy))]),
        _ => node?.DeepClone(),
    };
}
