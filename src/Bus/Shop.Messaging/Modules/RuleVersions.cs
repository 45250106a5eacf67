using System.Text.Json.Nodes;
using Shop.Events;

namespace Shop.Messaging.Modules;

/// <summary>
/// Where an event has several versions, a rule matches the one that its handler reads, and older ones that were published before a newer existed.
/// An event that is published in several versions at once is handled once: the older ones are marked as copies.
/// </summary>
internal static class RuleVersions
{
    /// <summary>Adds the versions to a rule's detail; an event with one version needs none.</summary>
    public static void Limit(JsonObject detail, EventContract read)
    {
        if (read.Versions.Count < 2)
            return;
        var itself = new JsonObject { ["version"] = Named(read) };
        var older = Older(read).ToList();
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
