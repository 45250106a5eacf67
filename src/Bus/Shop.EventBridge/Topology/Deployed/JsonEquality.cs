using System.Text.Json;
using System.Text.Json.Nodes;
using Shop.Events;

namespace Shop.EventBridge;

/// <summary>Gives equivalent JSON the same text.</summary>
internal static class JsonEquality
{
    /// <summary>Sorts members by name.</summary>
    public static string Of(string? json) => Written(json, node => Sorted(node, ofPolicy: false));

    /// <summary>A policy: a single value equals a list of one, and the order of a list and a statement's name do not matter.</summary>
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
            return json;        // not JSON: compared and shown as it is
        }
    }

    private static JsonNode? Sorted(JsonNode? node, bool ofPolicy) => node switch
    {
        JsonObject { Count: 1 } any when ofPolicy && any["AWS"] is JsonValue value && value.ToString() == "*" => "*",
        JsonObject members => new JsonObject(members.Where(member => !(ofPolicy && member.Key == "Sid")).OrderBy(member => member.Key, StringComparer.Ordinal)
            .Select(member => KeyValuePair.Create(member.Key, Sorted(member.Value, ofPolicy)))),
        JsonArray { Count: 1 } one when ofPolicy => Sorted(one[0], ofPolicy),
        JsonArray several when ofPolicy =>
            new JsonArray([.. several.Select(value => Sorted(value, ofPolicy)).OrderBy(value => value?.ToJsonString(), StringComparer.Ordinal)]),
        JsonArray several => new JsonArray([.. several.Select(value => Sorted(value, ofPolicy))]),
        _ => node?.DeepClone(),
    };
}
