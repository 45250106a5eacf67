using System.CommandLine;
using Shop.Events;
using Shop.Host.Hosting;
using Shop.Host.Schemas;

namespace Shop.Tools;

/// <summary><c>schemas …</c>: the events' schemas, and whether a change to them breaks a reader. Opens no database.</summary>
internal static class SchemasCommand
{
    private const string Rewrite = "dotnet run --project tools/Shop.Tools -- schemas write";

    public static Command Create() => new("schemas", "Shows the events' schemas, and whether a change to them breaks a reader.")
    {
        List(), Show(), Diff(), Check(), Write(),
    };

    private static Command List()
    {
        var command = new Command("list", "Lists every version of every event, and the modules that handle it.");
        command.SetAction(parsed =>
        {
            var modules = ShopModules.Declared();
            var reads = Reads.Of(modules);
            foreach (var contract in SchemaDocument.Contracts(modules).OrderBy(contract => contract.ToString(), StringComparer.Ordinal))
            {
                var readers = string.Join(
                    ", ", reads.Where(module => module.Value.ContainsKey(contract.ToString())).Select(module => module.Key));
                parsed.InvocationConfiguration.Output.WriteLine(
                    $"{contract,-34} {(contract.IsPublished ? "published" : "read only")}  {contract.FileName + ".json",-36} "
                    + (readers.Length == 0 ? "handled by no module" : "handled by " + readers));
            }
        });
        return command;
    }

    private static Command Show()
    {
        var detailType = new Argument<string>("detail-type") { Description = "An event type, such as \"Order Created\"." };
        var version = new Option<string?>("--version") { Description = "Its version; otherwise the newest." };
        var openApi = new Option<bool>("--openapi") { Description = "In the OpenAPI 3.0 form that EventBridge's schema registry takes." };
        var example = new Option<bool>("--example") { Description = "An example of the event instead." };
        var command = new Command("show", "Prints an event's JSON Schema.") { detailType, version, openApi, example };
        command.SetAction(parsed =>
        {
            var (name, wanted) = (parsed.GetRequiredValue(detailType), parsed.GetValue(version));
            var contracts = SchemaDocument.Contracts(ShopModules.Declared());
            var versions = contracts.Where(contract => contract.DetailType == name).ToList();
            if (versions.FindLast(contract => wanted is null || contract.Version == wanted) is { } found)
            {
                var file = found.FileName
                    + (parsed.GetValue(example) ? ".example.json" : parsed.GetValue(openApi) ? ".openapi.json" : ".json");
                parsed.InvocationConfiguration.Output.Write(SchemaDocument.Of(found).Single(document => document.FileName == file).Text);
                return 0;
            }
            parsed.InvocationConfiguration.Error.WriteLine(versions.Count == 0
                ? $"No module publishes \"{name}\". The events are: "
                    + $"{string.Join(", ", contracts.Select(contract => contract.DetailType).Distinct().Order())}."
                : $"\"{name}\" has no version {wanted}. It has {string.Join(", ", versions.Select(contract => contract.Version))}.");
            return ShopTools.Failed;
        });
        return command;
    }

    private static Command Diff()
    {
        var command = new Command("diff", "Lists the committed schemas that differ from the code's. Exit code 1 if there is one.");
        command.SetAction(parsed =>
        {
            var output = parsed.InvocationConfiguration.Output;
            var checkout = Checkout.Around(Environment.CurrentDirectory);
            var (committed, generated) = (checkout.Committed(), checkout.Generated(ShopModules.Declared()));
            var different = committed.Keys.Union(generated.Keys).Order(StringComparer.Ordinal)
                .Where(path => committed.GetValueOrDefault(path) != generated.GetValueOrDefault(path)).ToList();
            foreach (var path in different)
                output.WriteLine(
                    $"{path}: {TextDifference.First(committed.GetValueOrDefault(path, ""), generated.GetValueOrDefault(path, ""))}");
            output.WriteLine(different.Count == 0
                ? $"The {generated.Count} committed files match the code."
                : $"{different.Count} committed files differ from the code. Rewrite them with: {Rewrite}");
            return different.Count == 0 ? 0 : 1;
        });
        return command;
    }

    private static Command Check()
    {
        var against = new Option<DirectoryInfo>("--against")
        {
            Description = "A checkout of what was published; otherwise this one's committed schemas.",
        };
        var command = new Command("check", "Lists the changes of contracts that break a reader. Exit code 1 if there is one.")
        {
            against.AcceptExistingOnly(),
        };
        command.SetAction(parsed => Check(ShopModules.Declared(), parsed.GetValue(against), parsed.InvocationConfiguration) ? 0 : 1);
        return command;
    }

    private static Command Write()
    {
        var force = new Option<bool>("--force") { Description = "Also when a reader breaks by it." };
        var command = new Command("write", "Writes the schemas, their readers and docs/asyncapi.json into this checkout.") { force };
        command.SetAction(parsed =>
        {
            var (modules, console) = (ShopModules.Declared(), parsed.InvocationConfiguration);
            if (!parsed.GetValue(force) && !Check(modules, null, console))
            {
                console.Error.WriteLine("Nothing was written. If the event was never published, write it with --force.");
                return 1;
            }
            var checkout = Checkout.Around(Environment.CurrentDirectory);
            var generated = checkout.Generated(modules);
            checkout.Write(generated);
            console.Output.WriteLine($"{generated.Count} files match the code.");
            return 0;
        });
        return command;
    }

    /// <summary>Prints the changes of contracts against a checkout; null for this one.</summary>
    /// <returns>Whether no reader breaks.</returns>
    private static bool Check(IReadOnlyList<ModuleDeclaration> modules, DirectoryInfo? against, InvocationConfiguration console)
    {
        var changes = CompatibilityCheck.Changes(Checkout.Around(against?.FullName ?? Environment.CurrentDirectory), modules);
        foreach (var change in changes)
            (change.Breaks ? console.Error : console.Output).WriteLine(change);
        if (changes.Any(change => change.Breaks))
            return false;
        console.Output.WriteLine("No contract breaks a reader.");
        return true;
    }
}

/// <summary><c>asyncapi</c>: all events, their publishers and subscribers, as one document.</summary>
internal static class AsyncApiCommand
{
    public static Command Create()
    {
        var output = new Option<FileInfo?>("--output") { Description = "The file to write; otherwise the document is printed." };
        var command = new Command(
            "asyncapi", "Writes an AsyncAPI 3.0 document of all events, their publishers and their subscribers' rules.")
        {
            output,
        };
        command.SetAction(parsed =>
        {
            var text = EventSchema.Text(AsyncApiDocument.Of(ShopModules.Declared()));
            if (parsed.GetValue(output) is { } file) File.WriteAllText(file.FullName, text);
            else parsed.InvocationConfiguration.Output.Write(text);
        });
        return command;
    }
}
