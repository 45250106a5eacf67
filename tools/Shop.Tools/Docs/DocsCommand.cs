using System.CommandLine;

namespace Shop.Tools;

/// <summary><c>docs …</c>: the pages of docs/reference that are generated from the code. Opens no database.</summary>
internal static class DocsCommand
{
    private const string Rewrite = "dotnet run --project tools/Shop.Tools -- docs write";

    public static Command Create() => new("docs", "Writes the reference pages that are generated from the code, or compares them.")
    {
        Write(), Check(),
    };

    private static Command Write()
    {
        var command = new Command("write", "Writes the generated parts of docs/reference into this checkout.");
        command.SetAction(async (parsed, ct) =>
        {
            var pages = await ReferencePages.Generate(Checkout.Around(Environment.CurrentDirectory), ct);
            foreach (var page in pages)
                await File.WriteAllTextAsync(page.File, page.Generated, ct);
            parsed.InvocationConfiguration.Output.WriteLine($"{pages.Count} pages match the code.");
            return 0;
        });
        return command;
    }

    private static Command Check()
    {
        var command = new Command("check", "Lists the pages of docs/reference that differ from the code. Exit code 1 if there is one.");
        command.SetAction(async (parsed, ct) =>
        {
            var output = parsed.InvocationConfiguration.Output;
            var pages = await ReferencePages.Generate(Checkout.Around(Environment.CurrentDirectory), ct);
            var different = pages.Where(page => page.Committed != page.Generated).ToList();
            foreach (var page in different)
                output.WriteLine($"{page.Path}: {TextDifference.First(page.Committed, page.Generated)}");
            output.WriteLine(different.Count == 0
                ? $"The {pages.Count} pages match the code."
                : $"{different.Count} pages differ from the code. Rewrite them with: {Rewrite}");
            return different.Count == 0 ? 0 : 1;
        });
        return command;
    }
}
