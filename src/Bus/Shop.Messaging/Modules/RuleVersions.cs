using System.Text.Json.Nodes;
using Shop.Events;

namespace Shop.Messaging;

/// <summary>
/// Where an event has several versions, a rule hears the one that it asks for, and the older ones that were said before there was a newer.
/// What is said in several versions at once is heard once: the older ones say whose copy they are.
/// </summary>
internal static class RuleVersions
{
    /// <summary>Puts the versions into a rule's detail; an event that has one version needs none.</summary>
    public static void Limit(JsonObject detail, EventContract asked)
    {
        if (asked.Versions.Count < 2)
            return;
        var itself = new JsonObject { ["version"] = Named(asked) };
        var older = Older(asked).ToList();
        detail["metadata"] = older.Count == 0 ? itself : new JsonObject { ["$or"] = new JsonArray(itself, PublishedBefore(older)) };
    }

    private static JsonObject PublishedBefore(List<EventContract> older) => new()
    {
        ["version"] = Named([.. older]),
        ["copyOf"] = new JsonArray(new JsonObject { ["exists"] = false }),
    };

    /// <summary>An event without a version is of the first.</summary>
    private static JsonArray Named(params EventContract[] versions)
    {
        var names = new JsonArray([.. versions.Select(contract => JsonValue.Create(contract.Version))]);
        if (versions.Any(contract => contract.Version == "1.0"))
            names.Add(new JsonObject { ["exists"] = false });
        return names;
    }

    private static IEnumerable<EventContract> Older(EventContract contract)
    {
        for (var older = contract.Older; older is not null; older = older.Older)
            yield return older;
    }
}
