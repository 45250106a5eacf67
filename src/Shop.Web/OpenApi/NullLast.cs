using System.Text.Json.Nodes;

namespace Shop.Web;

/// <summary>
/// Moves null to the end of a nullable type and of its alternatives. The order means nothing to JSON Schema, but some client generators take
/// the first type alone and then reject valid responses.
/// </summary>
internal static class NullLast
{
    public static void AddTo(JsonNode? node)
    {
        switch (node)
        {
            case JsonArray list:
                foreach (var item in list)
                    AddTo(item);
                break;
            case JsonObject members:
                Sort(members, "type", one => one is JsonValue value && value.ToString() == "null");
                Sort(members, "oneOf", one => one is JsonObject alternative && alternative["type"] is JsonValue value && value.ToString() == "null");
                foreach (var (_, member) in members)
                    AddTo(member);
                break;
        }
    }

    private static void Sort(JsonObject members, string keyword, Func<JsonNode?, bool> isNull)
    {
        if (members[keyword] is JsonArray { Count: > 1 } alternatives && isNull(alternatives[0]))
        {
            var first = alternatives[0];
            alternatives.RemoveAt(0);
            alternatives.Add(first);
        }
    }
}
