using System.Text.Json;
using System.Text.Json.Nodes;
using Shop.Events;

namespace Shop.Host.Schemas;

/// <summary>
/// What each module reads of the events that it hears: what its code names, what its rules look at, and whom the event is about. It is
/// committed as <c>reads.json</c> beside the module's code: a field that is lost can no longer be named by any code that compiles.
/// </summary>
internal static class Reads
{
    public const string FileName = "reads.json";

    /// <summary>By module, and by event and version, the fields.</summary>
    public static IReadOnlyDictionary<string, SortedDictionary<string, IReadOnlyList<string>>> Of(IReadOnlyList<ModuleDeclaration> modules) =>
        modules.ToDictionary(module => module.Name, Of);

    private static SortedDictionary<string, IReadOnlyList<string>> Of(ModuleDeclaration module)
    {
        var read = FieldsRead.By(module.Database.Assembly);
        var received = module.Rules.GroupBy(rule => rule.Contract).ToDictionary(
            rules => rules.Key.ToString(),
            rules => (IReadOnlyList<string>)
            [
                .. read.Of(rules.Key).Append(SubjectOf(rules.Key)).Concat(rules.SelectMany(rule => AskedBy(rule.Pattern)))
                    .Distinct().Order(StringComparer.Ordinal),
            ]);
        return new(received, StringComparer.Ordinal);
    }

    /// <summary>The field that names the event's subject: whoever hears an event knows by it whom it is about.</summary>
    private static string SubjectOf(EventContract contract)
    {
        var example = EventSchema.Of(contract).ToExample()["detail"]!.AsObject();
        var subject = ((IEvent)example.Deserialize(contract.Type, EventJson.Options)!).Subject;
        return example.First(field => field.Value is JsonValue value && value.TryGetValue<string>(out var text) && text == subject).Key;
    }

    private static IEnumerable<string> AskedBy(EventPattern pattern) =>
        pattern.Fields.Where(path => path.StartsWith("detail.", StringComparison.Ordinal) && !path.StartsWith("detail.metadata.", StringComparison.Ordinal))
            .Select(path => path["detail.".Length..]);

    /// <summary>The text of a module's file.</summary>
    public static string Text(SortedDictionary<string, IReadOnlyList<string>> reads) => EventSchema.Text(JsonSerializer.SerializeToNode(reads)!);

    /// <summary>A module's file as it is committed.</summary>
    public static IReadOnlyDictionary<string, string[]> Parse(string json) => JsonSerializer.Deserialize<Dictionary<string, string[]>>(json)!;
}
