using System.Text.Json;
using System.Text.Json.Nodes;
using Shop.EventPatterns;
using Shop.Events;

namespace Shop.Tools;

/// <summary>
/// Which fields each module reads of the events that it handles: those that its code names, those in its rules' patterns, and the subject.
/// It is committed as <c>reads.json</c> beside the module's code, because code that compiles cannot name a field that was removed.
/// </summary>
internal static class Reads
{
    public const string FileName = "reads.json";

    /// <summary>By module, and by event and version, the fields.</summary>
    public static IReadOnlyDictionary<string, SortedDictionary<string, IReadOnlyList<string>>> Of(
        IReadOnlyList<ModuleDeclaration> modules) =>
        modules.ToDictionary(module => module.Name, Of);

    private static SortedDictionary<string, IReadOnlyList<string>> Of(ModuleDeclaration module)
    {
        var read = FieldsRead.By(module.Database.Assembly);
        var received = module.Rules.GroupBy(rule => rule.Contract).ToDictionary(
            rules => rules.Key.ToString(),
            rules => (IReadOnlyList<string>)
            [
                .. read.Of(rules.Key).Append(SubjectOf(rules.Key)).Concat(rules.SelectMany(rule => FieldsOf(rule.Pattern)))
                    .Distinct().Order(StringComparer.Ordinal),
            ]);
        return new(received, StringComparer.Ordinal);
    }

    /// <summary>The field with the event's subject, which every handler may read.</summary>
    private static string SubjectOf(EventContract contract)
    {
        var example = EventSchema.Of(contract).ToExample()["detail"]!.AsObject();
        var subject = ((IEvent)example.Deserialize(contract.Type, EventJson.Options)!).Subject;
        return example.First(field => field.Value is JsonValue value && value.TryGetValue<string>(out var text) && text == subject).Key;
    }

    private static IEnumerable<string> FieldsOf(EventPattern pattern) =>
        pattern.Fields.Where(
            path => path.StartsWith("detail.", StringComparison.Ordinal) && !path.StartsWith("detail.metadata.", StringComparison.Ordinal))
            .Select(path => path["detail.".Length..]);

    /// <summary>The text of a module's file.</summary>
    public static string Text(SortedDictionary<string, IReadOnlyList<string>> reads) =>
        EventSchema.Text(JsonSerializer.SerializeToNode(reads)!);

    /// <summary>Parses a module's committed file.</summary>
    public static IReadOnlyDictionary<string, string[]> Parse(string json) =>
        JsonSerializer.Deserialize<Dictionary<string, string[]>>(json)!;
}
