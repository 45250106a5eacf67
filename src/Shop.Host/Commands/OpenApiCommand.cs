using System.CommandLine;
using System.Text.Json;
using Shop.Host.Commands.Schemas;
using Shop.Host.Contract;
using Shop.Host.Hosting;
using Shop.Host.Schemas;

namespace Shop.Host.Commands;

/// <summary><c>shop openapi</c>: the API's description, and whether it keeps what was promised. Opens no database.</summary>
internal static class OpenApiCommand
{
    private const string Rewrite = $"dotnet run --project src/Shop.Host -- openapi --output {ApiDocument.Committed}";

    public static Command Create()
    {
        var output = new Option<FileInfo?>("--output") { Description = "A file to write to; otherwise the document is printed." };
        var command = new Command("openapi", "Write the OpenAPI 3.1 document of the API, as /openapi/v1.json serves it.") { output, Check() };
        command.SetAction(async (parsed, ct) =>
        {
            var text = await ApiDocument.Text(ct);
            if (parsed.GetValue(output) is { } file) await File.WriteAllTextAsync(file.FullName, text, ct);
            else Console.Write(text);
            return 0;
        });
        return command;
    }

    private static Command Check()
    {
        var against = new Option<FileInfo>("--against") { Description = $"The document that clients know; otherwise this checkout's {ApiDocument.Committed}, which must also be up to date." };
        var command = new Command("check", "Tell which changes of the API break a client. Exit code 1 if one does.") { against.AcceptExistingOnly() };
        command.SetAction(async (parsed, ct) =>
        {
            try
            {
                var file = parsed.GetValue(against)?.FullName ?? Checkout.Around(Environment.CurrentDirectory).PathOf(ApiDocument.Committed);
                return Compare(await File.ReadAllTextAsync(file, ct), await ApiDocument.Text(ct), mustBeSame: parsed.GetValue(against) is null);
            }
            catch (Exception e) when (e is StartException or IOException or UnauthorizedAccessException or JsonException)
            {
                await Console.Error.WriteLineAsync(e.Message);
                return 2;
            }
        });
        return command;
    }

    private static int Compare(string promised, string now, bool mustBeSame)
    {
        var broken = ApiCompatibility.Broken(ApiDocument.Parse(promised), ApiDocument.Parse(now));
        foreach (var sentence in broken)
            Console.Error.WriteLine(sentence);
        if (broken.Count > 0)
            Console.Error.WriteLine("Clients of /v1 break by this. Keep what was promised and add beside it; what was never published may be rewritten.");
        else
            Console.WriteLine("The API keeps what it promised.");
        var isOutdated = mustBeSame && promised != now;
        if (isOutdated)
        {
            foreach (var line in LineDiff.Of(promised, now))
                Console.Error.WriteLine("  " + line);
            Console.Error.WriteLine($"{ApiDocument.Committed} is not what the shop serves. This rewrites it: {Rewrite}");
        }
        return broken.Count > 0 || isOutdated ? 1 : 0;
    }
}
