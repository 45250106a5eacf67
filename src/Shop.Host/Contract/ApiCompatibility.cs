using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Shop.Host.Contract;

/// <summary>
/// What a change of the API breaks for its clients, each in a sentence. They send what was promised to be taken and read what was promised
/// to be answered; an answer may gain members and words, a request optional ones.
/// </summary>
internal sealed partial class ApiCompatibility
{
    private readonly JsonObject _baseline;
    private readonly JsonObject _now;
    private readonly List<string> _broken = [];

    private ApiCompatibility(JsonObject promised, JsonObject now) => (_baseline, _now) = (promised, now);

    /// <summary>The broken promises, in the order of the promised document.</summary>
    /// <param name="promised">The description that clients know.</param>
    /// <param name="now">The description of the code.</param>
    public static IReadOnlyList<string> Broken(JsonObject promised, JsonObject now)
    {
        var check = new ApiCompatibility(promised, now);
        foreach (var (path, name, operation) in OperationsOf(promised))
        {
            if (now["paths"]?[path]?[name] is JsonObject same) check.Compare($"{name.ToUpperInvariant()} {path}", operation, same);
            else check.Report($"{name.ToUpperInvariant()} {path}", "is gone.");
        }
        foreach (var code in CodesOf(promised).Except(CodesOf(now)))
            check._broken.Add($"The problem code `{code}` is answered nowhere any more, and clients branch on it.");
        return check._broken;
    }

    private static IEnumerable<(string Path, string Method, JsonObject Json)> OperationsOf(JsonObject document) =>
        from path in document["paths"]?.AsObject() ?? []
        from operation in path.Value!.AsObject()
        where operation.Value is JsonObject json && json.ContainsKey("responses")
        select (path.Key, operation.Key, operation.Value!.AsObject());

    /// <summary>Refusals name their codes in their descriptions.</summary>
    private static IEnumerable<string> CodesOf(JsonObject document) => OperationsOf(document)
        .SelectMany(operation => operation.Json["responses"]!.AsObject()).Where(answer => answer.Key[0] is '4' or '5')
        .SelectMany(answer => Code().Matches((string?)answer.Value!["description"] ?? "").Select(match => match.Groups[1].Value)).Distinct();

    private void Compare(string operation, JsonObject promised, JsonObject now)
    {
        CompareParameters(operation, promised, now);
        CompareBodies(operation, promised["requestBody"], now["requestBody"]);
        foreach (var (status, answer) in promised["responses"]!.AsObject())
        {
            if (now["responses"]![status] is { } same) CompareContents(operation, answer, same, SchemaCompatibility.Side.Answered);
            else if (status[0] is '2' or '3') Report(operation, $"does not answer {status} any more.");
        }
    }

    private void CompareParameters(string operation, JsonObject promised, JsonObject now)
    {
        var (before, after) = (ParametersOf(promised), ParametersOf(now));
        foreach (var (key, parameter) in before)
        {
            if (after.TryGetValue(key, out var same)) CompareSchemas(operation, parameter["schema"], same["schema"], SchemaCompatibility.Side.Asked, $"the {key}");
            else Report(operation, $"does not take the {key} any more.");
        }
        foreach (var (key, parameter) in after.Where(parameter => IsRequired(parameter.Value)))
            if (!before.TryGetValue(key, out var same) || !IsRequired(same))
                Report(operation, $"now requires the {key}, which clients do not send.");
    }

    private static Dictionary<string, JsonNode> ParametersOf(JsonObject operation) =>
        (operation["parameters"]?.AsArray() ?? []).ToDictionary(parameter => $"{parameter!["in"]} parameter `{parameter["name"]}`", parameter => parameter!);

    private void CompareBodies(string operation, JsonNode? promised, JsonNode? now)
    {
        if (promised is null)
        {
            if (IsRequired(now)) Report(operation, "now requires a body, which clients do not send.");
            return;
        }
        if (now is null)
        {
            Report(operation, "does not take a body any more.");
            return;
        }
        if (IsRequired(now) && !IsRequired(promised))
            Report(operation, "now requires its body, which clients may leave out.");
        CompareContents(operation, promised, now, SchemaCompatibility.Side.Asked);
    }

    private void CompareContents(string operation, JsonNode? promised, JsonNode now, SchemaCompatibility.Side side)
    {
        foreach (var (type, content) in promised?["content"]?.AsObject() ?? [])
        {
            if (now["content"]?[type] is { } same) CompareSchemas(operation, content!["schema"], same["schema"], side, "");
            else Report(operation, $"does not {(side == SchemaCompatibility.Side.Asked ? "take" : "answer")} {type} any more.");
        }
    }

    private void CompareSchemas(string operation, JsonNode? promised, JsonNode? now, SchemaCompatibility.Side side, string place) =>
        new SchemaCompatibility(_baseline, _now, side, sentence => Report(operation, sentence)).Compare(promised, now, place);

    private void Report(string operation, string sentence)
    {
        var told = $"{operation} {sentence}";
        if (!_broken.Contains(told))
            _broken.Add(told);
    }

    private static bool IsRequired(JsonNode? node) => (bool?)node?["required"] is true;

    [GeneratedRegex("`([a-z_]+)`")]
    private static partial Regex Code();
}
