using System.CommandLine;
using Shop.Host.Hosting;

namespace Shop.Host.Commands;

/// <summary><c>describe</c>: modules, events and rules; or which rules receive one event, and why. Opens no database.</summary>
internal static class DescribeCommand
{
    public static Command Create()
    {
        var detailType = new Argument<string?>("detail-type")
        {
            Description = "An event type, such as \"Order Created\".", Arity = ArgumentArity.ZeroOrOne,
        };
        var file = new Option<FileInfo>("--event")
        {
            Description = "A file with an event: explains for each rule why it matches or does not.",
        }.AcceptExistingOnly();
        var command = new Command("describe", "Shows the modules, the events that they publish and the rules by which they subscribe.")
        {
            detailType, file,
        };
        command.SetAction(parsed =>
        {
            var (modules, console) = (ShopModules.Declared(), parsed.InvocationConfiguration);
            if (parsed.GetValue(file) is { } sample) return Explain(modules, parsed.GetValue(detailType), sample, console.Output);
            return parsed.GetValue(detailType) is { } name ? DescribeEvent(modules, name, console) : DescribeAll(modules, console.Output);
        });
        return command;
    }

    private static int DescribeAll(IReadOnlyList<ModuleDeclaration> modules, TextWriter output)
    {
        foreach (var module in modules)
        {
            output.WriteLine(module.Name);
            var events = module.Publishes.Select(published => published.Versions.Count > 1 ? published.ToString() : published.DetailType);
            output.WriteLine($"  publishes   {string.Join(", ", events)}");
            foreach (var rule in module.Rules)
                output.WriteLine($"  subscribes  {rule.Contract.DetailType,-30} {rule.Name,-32} {rule.HandlerName}");
            foreach (var job in module.Jobs)
                output.WriteLine($"  repeats     {job.Name} ({job.Cron})");
            output.WriteLine();
        }
        return 0;
    }

    private static int DescribeEvent(IReadOnlyList<ModuleDeclaration> modules, string detailType, InvocationConfiguration console)
    {
        var versions = modules.SelectMany(module => module.Publishes).Concat(BusEvents.Published)
            .Where(published => published.DetailType == detailType).ToList();
        if (versions.Count == 0)
        {
            var events = modules.SelectMany(module => module.Publishes).Select(published => published.DetailType).Order();
            console.Error.WriteLine($"No module publishes \"{detailType}\". The events are: {string.Join(", ", events)}.");
            return 2;
        }
        foreach (var published in versions)
        {
            console.Output.WriteLine($"{published}, published by {published.Source} ({published.Type.FullName})");
            foreach (var rule in modules.SelectMany(module => module.Rules).Where(rule => rule.Contract == published))
                console.Output.WriteLine($"  {rule.Module}/{rule.Name}  {rule.HandlerName}\n    {rule.Pattern}");
        }
        return 0;
    }

    /// <summary>Explains for every rule, field by field, why it matches the event or does not.</summary>
    private static int Explain(IReadOnlyList<ModuleDeclaration> modules, string? detailType, FileInfo file, TextWriter output)
    {
        var sample = File.ReadAllBytes(file.FullName);
        var rules = modules.SelectMany(module => module.Rules).Where(rule => detailType is null || rule.Contract.DetailType == detailType);
        foreach (var rule in rules)
        {
            output.WriteLine($"{rule.Module}/{rule.Name} {(rule.Pattern.Matches(sample) ? "matches" : "does not match")}");
            output.WriteLine(rule.Pattern.Explain(sample));
        }
        return 0;
    }
}
