using System.Text.Json;

namespace Shop.Contract.Tests;

/// <summary>Linters of others have nothing to say about the two documents, except what is listed here with its reason.</summary>
public sealed class LintersTests(NodePackages packages)
{
    /// <summary>Findings by document and rule, and why they stay.</summary>
    private static readonly Dictionary<(string Document, string Rule), string> Accepted = new()
    {
        [("openapi.json", "oas3-valid-media-example")] =
            "Spectral takes the properties `schema` and `example` of ListedSchema for a body with an example.",
        [("asyncapi.json", "asyncapi-servers")] = "Which transport carries the events is a setting, in process or EventBridge: no address is right.",
        [("asyncapi.json", "asyncapi-info-contact-properties")] = "The project has no public address to name.",
        [("asyncapi.json", "asyncapi-latest-version")] = "3.0 says all that is needed, and more tools read it than 3.1.",
        [("asyncapi.json", "security-defined")] = "The transport authenticates modules; an operation has no credentials of its own.",
    };

    [Theory, InlineData("openapi.json"), InlineData("asyncapi.json")]
    public async Task Redocly_finds_nothing_under_its_strictest_rules(string document)
    {
        using var folder = await packages.Folder();
        var report = Json(await folder.Output("redocly", "lint", document, "--format=json", "--max-problems=10000"));

        Nothing(report.GetProperty("problems").EnumerateArray().Select(problem => problem.GetProperty("location")[0] is var place
            ? (place.GetProperty("source").GetProperty("ref").GetString()!, problem.GetProperty("ruleId").GetString()!,
                $"{problem.GetProperty("message")} at {place.GetProperty("pointer")}") : default));
    }

    [Fact]
    public async Task Spectral_finds_nothing()
    {
        using var folder = await packages.Folder();
        var report = Json(await folder.Output("spectral", "lint", "openapi.json", "asyncapi.json", "--format=json", "--quiet"));

        Nothing(report.EnumerateArray().Select(problem => (problem.GetProperty("source").GetString()!, problem.GetProperty("code").ToString(),
            $"{problem.GetProperty("message")} at {problem.GetProperty("path")}")));
    }

    private static void Nothing(IEnumerable<(string File, string Rule, string Text)> problems) => Assert.Empty(problems
        .Where(problem => !Accepted.ContainsKey((Path.GetFileName(problem.File), problem.Rule)))
        .Select(problem => $"{Path.GetFileName(problem.File)}: {problem.Rule}: {problem.Text}"));

    /// <summary>The JSON between what a linter says besides.</summary>
    private static JsonElement Json(string output)
    {
        var start = output.IndexOfAny(['{', '[']);
        Assert.True(start >= 0, $"The linter failed: {output}");
        return JsonElement.Parse(output[start..(output.LastIndexOfAny(['}', ']']) + 1)]);
    }
}
