
namespace Shop.Host.Commands.Extraction;

/// <summary>What crosses the line between the processes once the module is out.</summary>
internal static class EventsInAndOut
{
    public static IEnumerable<string> Of(ModuleDeclaration leaving, IReadOnlyList<ModuleDeclaration> all)
    {
        foreach (var rule in leaving.Rules.OrderBy(rule => rule.Contract.DetailType, StringComparer.Ordinal))
        {
            var sayer = all.FirstOrDefault(module => module.Publishes.Contains(rule.Contract))?.Name ?? "the bus";
            yield return sayer == leaving.Name
                ? $"- stays within: {rule.Contract}, heard by {rule.Name}"
                : $"- in: {rule.Contract} from {sayer}, heard by {rule.Name}";
        }
        foreach (var published in leaving.Publishes)
        {
            var listeners = all.Where(module => module != leaving && module.Rules.Any(rule => rule.Contract == published)).Select(module => module.Name).ToList();
            if (listeners.Count > 0)
                yield return $"- out: {published} to {string.Join(", ", listeners)}";
            else if (!leaving.Rules.Any(rule => rule.Contract == published))
                yield return $"- out: {published}, which nobody hears";
        }
    }
}
