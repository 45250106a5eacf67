using Shop.EventBridge;

namespace Shop.Host.Commands.Extraction;

/// <summary>The checklist, in Markdown.</summary>
internal sealed class ExtractionPlan(
    WebApplication app, IReadOnlyList<ModuleDeclaration> all, ModuleDeclaration leaving, ModuleTopology topology, AwsOptions options,
    ModuleState state, DeployedState deployed)
{
    public void Print()
    {
        Console.WriteLine($"# Taking {leaving.Name} out\n\nNothing in the code changes. docs/operations/extraction.md says how each step is done.");
        Section("Events in and out", EventsInAndOut.Of(leaving, all));
        Section("Tables", Tables());
        Section("Configuration", PlannedSettings.Of(leaving, all, app.Configuration, topology, options));
        Section("HTTP", Routes());
        Section("Infrastructure", Infrastructure());
        Section("Traffic of the last day", Traffic.Of(leaving, state));
        Section("Not ready", NotReady.Of(leaving, app.Configuration, state, deployed));
    }

    private static void Section(string title, IEnumerable<string> lines)
    {
        Console.WriteLine($"\n## {title}\n");
        foreach (var line in lines)
            Console.WriteLine(line);
    }

    private IEnumerable<string> Tables()
    {
        var scripts = MigrationTables.In(MigrationFiles.Find(app.Environment.ContentRootPath));
        yield return $"- [ ] its own: {string.Join(", ", scripts.Of(leaving.Name))}";
        yield return $"- [ ] the bus's, in the same schema or file: {string.Join(", ", scripts.Of("bus"))}";
        yield return $"- now in {app.Services.GetRequiredService<Modules>()[leaving.Name].Store.Location}";
    }

    private IEnumerable<string> Routes()
    {
        var routes = ((IEndpointRouteBuilder)app).DataSources.SelectMany(source => source.Endpoints).OfType<RouteEndpoint>()
            .Where(route => route.Metadata.GetMetadata<System.Reflection.MethodInfo>()?.DeclaringType?.Assembly == leaving.Database.Assembly)
            .SelectMany(route => (route.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods ?? []).Select(method => $"{method} {route.RoutePattern.RawText}"))
            .Distinct().Order(StringComparer.Ordinal).ToList();
        return routes.Count == 0 ? ["- none: nothing is to be routed to it"] : ["- [ ] whatever stands before the shop sends these to the new process:", .. routes.Select(route => $"  - {route}")];
    }

    private IEnumerable<string> Infrastructure()
    {
        yield return $"- queues {string.Join(", ", topology.Queues.Select(queue => queue.Name))}";
        yield return $"- rules {string.Join(", ", topology.Rules.Select(rule => rule.Name))}";
        yield return $"- [ ] the policy {new TopologyNames(options).PolicyOf(leaving.Name)} is attached to the role of the new process: `infra iam {leaving.Name}`";
        if (deployed.Differences is not { } differences)
            yield return $"- {deployed.From}";
        else if (differences.Count == 0)
            yield return $"- {deployed.From} has all of it";
        else
            foreach (var difference in differences)
                yield return $"- [ ] {deployed.From}: {difference}";
    }
}
