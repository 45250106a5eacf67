using System.CommandLine;

namespace Shop.Tools;

/// <summary><c>openapi</c>: the API's description, and whether it still serves its clients. Opens no database.</summary>
internal static class OpenApiCommand
{
    private const string Rewrite = $"dotnet run --project tools/Shop.Tools -- openapi --output {ApiDocument.Committed}";

    public static Command Create()
    {
        var output = new Option<FileInfo?>("--output") { Description = "The file to write; otherwise the document is printed." };
        var command = new Command("openapi", "Writes the OpenAPI 3.1 document of the API, as /openapi/v1.json serves it.")
        {
            output, Check(),
        };
        command.SetAction(async (parsed, ct) =>
        {
            var text = await ApiDocument.Text();
            if (parsed.GetValue(output) is { } file) await File.WriteAllTextAsync(file.FullName, text, ct);
            else await parsed.InvocationConfiguration.Output.WriteAsync(text);
            return 0;
        });
        return command;
    }

    private static Command Check()
    {
        var against = new Option<FileInfo>("--against")
        {
            Description = $"The document that clients know; otherwise {ApiDocument.Committed}, which must also be up to date.",
        };
        var command = new Command("check", "Lists the changes of the API that break a client. Exit code 1 if there is one.")
        {
            against.AcceptExistingOnly(),
        };
        command.SetAction(async (parsed, ct) =>
        {
            var given = parsed.GetValue(against);
            var file = given?.FullName ?? Checkout.Around(Environment.CurrentDirectory).PathOf(ApiDocument.Committed);
            return Compare(await File.ReadAllTextAsync(file, ct), await ApiDocument.Text(), mustBeSame: given is null,
                parsed.InvocationConfiguration);
        });
        return command;
    }

    private static int Compare(string committed, string current, bool mustBeSame, InvocationConfiguration console)
    {
        var broken = ApiCompatibility.Broken(ApiDocument.Parse(committed), ApiDocument.Parse(current));
        foreach (var sentence in broken)
            console.Error.WriteLine(sentence);
        if (broken.Count > 0)
            console.Error.WriteLine(
                "These changes break clients. Keep what was published and add beside it; what was never published may be rewritten.");
        else
            console.Output.WriteLine("The API keeps its promises.");
        var isOutdated = mustBeSame && committed != current;
        if (isOutdated)
        {
            console.Error.WriteLine($"{ApiDocument.Committed} is not what the shop serves: {TextDifference.First(committed, current)}");
            console.Error.WriteLine($"Rewrite it with: {Rewrite}");
        }
        return broken.Count > 0 || isOutdated ? 1 : 0;
    }
}
