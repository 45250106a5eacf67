using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Shop.Tools;

/// <summary>
/// Finds what a change of the API breaks for its clients, each in a sentence. Clients send what the API accepted and read what it answered;
/// an answer may gain members and enum values, a request optional ones.
/// </summary>
internal sealed partial class ApiCompatibility
{
    private readonly JsonObject _published;
    private readonly JsonObject _now;
    private readonly List<string> _broken = [];

    private ApiCompatibility(JsonObject published, JsonObject now) => (_published, _now) = (published, now);

    /// <summary>The broken promises, in the order of the published document.</summary>
    /// <param name="published">The description that clients know.</param>
    /// <param name="now">The description of the code.</param>
    public static IReadOnlyList<string> Broken(JsonObject published, JsonObject now)
    {
        var check = new ApiCompatibility(published, now);
        foreach (var (path, name, operation) in OperationsOf(published))
        {
            if (now["paths"]?[path]?[name] is JsonObject same) check.Compare($"{name.ToUpperInvariant()} {path}", operation, same);
            else check.Report($"{name.ToUpperInvariant()} {path}", "is gone.");
        }
        foreach (var code in CodesOf(published).Except(CodesOf(now)))
            check._broken.Add($"The problem code `{code}` is not answered any more, and clients branch on it.");
        return check._broken;
    }

    private static IEnumerable<(string Path, string Method, JsonObject Json)> OperationsOf(JsonObject document) =>
        from path in document["paths"]?.AsObject() ?? []
        from operation in path.Value!.AsObject()
        where operation.Value is JsonObject json && json.ContainsKey("responses")
        select (path.Key, operation.Key, operation.Value!.AsObject());

    /// <summary>Problem answers name their codes in their descriptions.</summary>
    private static IEnumerable<string> CodesOf(JsonObject document) => OperationsOf(document)
        .SelectMany(operation => operation.Json["responses"]!.AsObject()).Where(answer => answer.Key[0] is '4' or '5')
        .SelectMany(answer => Code().Matches((string?)answer.Value!["description"] ?? "").Select(match => match.Groups[1].Value))
        .Distinct();

    private void Compare(string operation, JsonObject published, JsonObject now)
    {
        CompareParameters(operation, published, now);
        CompareBodies(operation, published["requestBody"], now["requestBody"]);
        foreach (var (status, answer) in published["responses"]!.AsObject())
        {
            if (now["responses"]![status] is { } same) CompareContents(operation, answer, same, SchemaCompatibility.Side.Answered);
            else if (status[0] is '2' or '3') Report(operation, $"does not answer {status} any more.");
        }
    }

    private void CompareParameters(string operation, JsonObject published, JsonObject now)
    {
        var (before, after) = (ParametersOf(published), ParametersOf(now));
        foreach (var (key, parameter) in before)
        {
            if (after.TryGetValue(key, out var same))
                CompareSchemas(operation, parameter["schema"], same["schema"], SchemaCompatibility.Side.Asked, $"the {key}");
            else
                Report(operation, $"does not take the {key} any more.");
        }
        foreach (var (key, parameter) in after.Where(parameter => IsRequired(parameter.Value)))
            if (!before.TryGetValue(key, out var same) || !IsRequired(same))
                Report(operation, $"now requires the {key}, which clients do not send.");
    }

    private static Dictionary<string, JsonNode> ParametersOf(JsonObject operation) =>
        (operation["parameters"]?.AsArray() ?? [])
            .ToDictionary(parameter => $"{parameter!["in"]} parameter `{parameter["name"]}`", parameter => parameter!);

    private void CompareBodies(string operation, JsonNode? published, JsonNode? now)
    {
        if (published is null)
        {
            if (IsRequired(now)) Report(operation, "now requires a body, which clients do not send.");
            return;
        }
        if (now is null)
        {
            Report(operation, "does not take a body any more.");
            return;
        }
        if (IsRequired(now) && !IsRequired(published))
            Report(operation, "now requires its body, which clients may leave out.");
        CompareContents(operation, published, now, SchemaCompatibility.Side.Asked);
    }

    private void CompareContents(string operation, JsonNode? published, JsonNode now, SchemaCompatibility.Side side)
    {
        foreach (var (type, content) in published?["content"]?.AsObject() ?? [])
        {
            if (now["content"]?[type] is { } same) CompareSchemas(operation, content!["schema"], same["schema"], side, "");
            else Report(operation, $"does not {(side == SchemaCompatibility.Side.Asked ? "take" : "answer")} {type} any more.");
        }
    }

    private void CompareSchemas(string operation, JsonNode? published, JsonNode? now, SchemaCompatibility.Side side, string place) =>
        new SchemaCompatibility(_published, _now, side, sentence => Report(operation, sentence)).Compare(published, now, place);

    private void Report(string operation, string sentence)
    {
        var change = $"{operation} {sentence}";
        if (!_broken.Contains(change))
            _broken.Add(change);
    }

    private static bool IsRequired(JsonNode? node) => (bool?)node?["required"] is true;

    [GeneratedRegex("`([a-z_]+)`")]
    private static partial Regex Code();
}
