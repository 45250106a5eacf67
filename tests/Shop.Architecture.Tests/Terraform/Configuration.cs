using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Shop.Testing;

namespace Shop.Architecture.Tests;

/// <summary>The committed Terraform configuration, as Terraform reads it: all files as one.</summary>
internal static partial class Configuration
{
    private static string Folder => Path.Combine(Repository.Root, "infra", "terraform");

    public static IReadOnlyList<JsonObject> Files { get; } =
        [.. Directory.GetFiles(Folder, "*.tf.json").Order(StringComparer.Ordinal).Select(file => JsonNode.Parse(File.ReadAllText(file))!.AsObject())];

    public static JsonObject ProviderArguments { get; } =
        JsonNode.Parse(File.ReadAllText(Path.Combine(Repository.Root, "tests/Shop.Architecture.Tests/Terraform/provider-arguments.json")))!.AsObject();

    /// <summary>Every block of a kind (<c>resource</c>, <c>data</c>): its type, its label, its arguments.</summary>
    public static IEnumerable<(string Type, string Label, JsonObject Arguments)> Blocks(string kind) =>
        from file in Files
        where file.ContainsKey(kind)
        from type in file[kind]!.AsObject()
        from block in type.Value!.AsObject()
        select (type.Key, block.Key, block.Value!.AsObject());

    public static IEnumerable<(string Label, JsonObject Arguments)> Resources(string type) =>
        Blocks("resource").Where(block => block.Type == type).Select(block => (block.Label, block.Arguments));

    public static JsonObject Resource(string type, string label) => Resources(type).Single(block => block.Label == label).Arguments;

    /// <summary>A policy of <c>aws_iam_policy_document</c>, by how it is referred to.</summary>
    public static JsonArray Statements(string reference) =>
        Blocks("data").Single(block => $"${{data.{block.Type}.{block.Label}.json}}" == reference).Arguments["statement"]!.AsArray();

    /// <summary>What is referred to anywhere, as far as its label: <c>aws_sqs_queue.payments</c>, <c>data.aws_region.current</c>, <c>var.prefix</c>.</summary>
    public static IEnumerable<string> References() => Files.SelectMany(file => Texts(file)).SelectMany(text => Reference().Matches(text).Select(match => match.Value));

    public static HashSet<string> Declared() =>
    [
        .. Blocks("resource").Select(block => $"{block.Type}.{block.Label}"), .. Blocks("data").Select(block => $"data.{block.Type}.{block.Label}"),
        .. Files.Where(file => file.ContainsKey("variable")).SelectMany(file => file["variable"]!.AsObject()).Select(variable => $"var.{variable.Key}"),
    ];

    private static IEnumerable<string> Texts(JsonNode? node) => node switch
    {
        JsonObject members => members.SelectMany(member => Texts(member.Value)),
        JsonArray elements => elements.SelectMany(Texts),
        JsonValue value when value.TryGetValue<string>(out var text) && text.Contains("${", StringComparison.Ordinal) => [text],
        _ => [],
    };

    [GeneratedRegex(@"(?<![\w.])(data\.aws_\w+\.\w+|aws_\w+\.\w+|var\.\w+)")]
    private static partial Regex Reference();
}
