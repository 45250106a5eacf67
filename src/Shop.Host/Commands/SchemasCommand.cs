using System.CommandLine;
using Shop.Events;
using Shop.Host.Commands.Schemas;
using Shop.Host.Hosting;
using Shop.Host.Schemas;

namespace Shop.Host.Commands;

/// <summary><c>shop schemas …</c>: the events' schemas, and whether they keep what they promised. Opens no database.</summary>
internal static class SchemasCommand
{
    public static Command Create() => new("schemas", "Show the events' schemas, and whether a change to them breaks a reader.")
    {
        Plain("list", "List every version of every event and who hears it.", () => ShownSchemas.List(ShopModules.Declared())),
        Show(),
        Plain("diff", "Show what differs between the committed schemas and the code's. Exit code 1 if anything does.", () => ComparedSchemas.Diff(ShopModules.Declared())),
        Check(),
        Write(),
    };

    /// <summary><c>shop asyncapi</c>: all events, who says them and who hears them, as one document.</summary>
    public static Command CreateAsyncApi()
    {
        var output = new Option<FileInfo?>("--output") { Description = "A file to write to; otherwise the document is printed." };
        var command = new Command("asyncapi", "Write an AsyncAPI 3.0 document of all events, who says them and who hears them by which rule.") { output };
        command.SetAction(parsed => Reported(() =>
        {
            var text = EventSchema.Text(AsyncApiDocument.Of(ShopModules.Declared()));
            if (parsed.GetValue(output) is { } file) File.WriteAllText(file.FullName, text);
            else Console.Write(text);
            return 0;
        }));
        return command;
    }

    private static Command Show()
    {
        var detailType = new Argument<string>("detail-type") { Description = "An event, such as \"Order Created\"." };
        var version = new Option<string?>("--version") { Description = "Its version; otherwise the newest." };
        var openApi = new Option<bool>("--openapi") { Description = "In the OpenAPI 3.0 form that EventBridge's schema registry takes." };
        var example = new Option<bool>("--example") { Description = "An example of the event instead." };
        var command = new Command("show", "Print an event's JSON Schema.") { detailType, version, openApi, example };
        command.SetAction(parsed => ShownSchemas.Show(
            ShopModules.Declared(), parsed.GetRequiredValue(detailType), parsed.GetValue(version),
            parsed.GetValue(example) ? ".example.json" : parsed.GetValue(openApi) ? ".openapi.json" : ".json"));
        return command;
    }

    private static Command Check()
    {
        var against = new Option<DirectoryInfo>("--against") { Description = "A checkout of what was published; otherwise this one's committed schemas." };
        var command = new Command("check", "Tell which changes to contracts break a reader. Exit code 1 if one does.") { against.AcceptExistingOnly() };
        command.SetAction(parsed => Reported(() => ComparedSchemas.Check(ShopModules.Declared(), parsed.GetValue(against))));
        return command;
    }

    private static Command Write()
    {
        var force = new Option<bool>("--force") { Description = "Also when a reader breaks by it." };
        var command = new Command("write", "Write the schemas, their readers and docs/asyncapi.json into this checkout.") { force };
        command.SetAction(parsed => Reported(() => ComparedSchemas.Write(ShopModules.Declared(), parsed.GetValue(force))));
        return command;
    }

    private static Command Plain(string name, string description, Func<int> run)
    {
        var command = new Command(name, description);
        command.SetAction(_ => Reported(run));
        return command;
    }

    /// <summary>What a person can mend is one message.</summary>
    private static int Reported(Func<int> run)
    {
        try
        {
            return run();
        }
        catch (Exception e) when (e is StartException or IOException or UnauthorizedAccessException)
        {
            Console.Error.WriteLine(e.Message);
            return 2;
        }
    }
}
