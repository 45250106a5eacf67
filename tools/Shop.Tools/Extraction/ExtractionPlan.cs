using System.Globalization;
using System.Reflection;
using System.Text.RegularExpressions;
using Shop.EventBridge;
using Backlog = Shop.OpsClient.Backlog;
using EventCount = Shop.OpsClient.EventCount;

namespace Shop.Tools;

/// <summary>A module's traffic and backlog.</summary>
/// <param name="Source">Where they were read, or why they are unknown.</param>
/// <param name="Traffic">What all modules published in the last day; null when unknown.</param>
/// <param name="Backlog">What the module has still to do; null when unknown.</param>
internal sealed record ModuleState(string Source, IReadOnlyList<EventCount>? Traffic, Backlog? Backlog);

/// <summary>The deployed infrastructure.</summary>
/// <param name="Source">Where it was read, or why it was not.</param>
/// <param name="Differences">Differences from the code; null when unknown.</param>
internal sealed record DeployedState(string Source, IReadOnlyList<string>? Differences);

/// <summary>The checklist for extracting a module, in Markdown.</summary>
internal sealed partial class ExtractionPlan(
    WebApplication app, IReadOnlyList<ModuleDeclaration> all, ModuleDeclaration leaving, ModuleTopology topology, AwsOptions options)
{
    private const int BilledAsOne = 64 * 1024;      // bytes of an event that EventBridge bills as one

    public required ModuleState State { get; init; }

    public required DeployedState Deployed { get; init; }

    public void Print(TextWriter output)
    {
        output.WriteLine($"# Extracting {leaving.Name}\n\nThe code does not change. docs/operations/extraction.md explains each step.");
        Section("Events in and out", EventsIn().Concat(EventsOut()));
        Section("Tables", Tables());
        Section("Configuration", Settings());
        Section("HTTP", Routes());
        Section("Infrastructure", Infrastructure());
        Section("Traffic of the last day", Traffic());
        List<string> notReady = [.. DatabaseNotReady(), .. BacklogNotReady(), .. InfrastructureNotReady()];
        Section("Not ready", notReady.Count == 0 ? ["- nothing that can be seen from here"] : notReady);

        void Section(string title, IEnumerable<string> lines)
        {
            output.WriteLine($"\n## {title}\n");
            foreach (var line in lines)
                output.WriteLine(line);
        }
    }

    private IEnumerable<string> EventsIn()
    {
        foreach (var rule in leaving.Rules.OrderBy(rule => rule.Contract.DetailType, StringComparer.Ordinal))
        {
            var publisher = all.FirstOrDefault(module => module.Publishes.Contains(rule.Contract))?.Name ?? "the bus";
            yield return publisher == leaving.Name
                ? $"- stays within: {rule.Contract}, handled by {rule.Name}"
                : $"- in: {rule.Contract} from {publisher}, handled by {rule.Name}";
        }
    }

    private IEnumerable<string> EventsOut()
    {
        foreach (var published in leaving.Publishes)
        {
            var subscribers = all.Where(module => module != leaving && module.Rules.Any(rule => rule.Contract == published))
                .Select(module => module.Name).ToList();
            if (subscribers.Count > 0)
                yield return $"- out: {published} to {string.Join(", ", subscribers)}";
            else if (!leaving.Rules.Any(rule => rule.Contract == published))
                yield return $"- out: {published}, which no module handles";
        }
    }

    private IEnumerable<string> Tables()
    {
        var migrations = MigrationFiles.Find(app.Environment.ContentRootPath);
        yield return $"- [ ] its own: {string.Join(", ", TablesOf(Path.Combine(migrations, leaving.Name)))}";
        yield return $"- [ ] the bus's, in the same schema or file: {string.Join(", ", TablesOf(Path.Combine(migrations, "bus")))}";
        yield return $"- now in {app.Services.GetRequiredService<ModuleDatabases>().All.Single(database => database.Module == leaving.Name).Location}";
    }

    /// <summary>The tables that exist after a folder of migration scripts has run.</summary>
    private static SortedSet<string> TablesOf(string folder)
    {
        var tables = new SortedSet<string>(StringComparer.Ordinal);
        var scripts = Directory.GetFiles(folder, "*.sql").Order(StringComparer.Ordinal).Select(File.ReadAllText);
        foreach (var statement in scripts.SelectMany(script => TableStatement().Matches(script)))
        {
            var (created, dropped, renamed) = (statement.Groups["created"], statement.Groups["dropped"], statement.Groups["renamed"]);
            if (created.Success)
                tables.Add(created.Value);
            else
                tables.Remove(dropped.Success ? dropped.Value : renamed.Value);
            if (renamed.Success)
                tables.Add(statement.Groups["to"].Value);
        }
        return tables;
    }

    private IEnumerable<string> Settings()
    {
        var names = new TopologyNames(options);
        var staying = all.First(module => module != leaving).Name;
        return
        [
            "- [ ] every process:",
            $"  - `Bus:Modules:{leaving.Name}=Remote`",
            "  - region and credentials (`AWS_REGION`, a role), or `Bus:Aws:ServiceUrl` for an emulator",
            "- [ ] the process that stays:",
            $"  - `Bus:Aws:FallbackQueue={names.FallbackQueueOf(staying)}`",
            "- [ ] the new process, the same program:",
            $"  - `--modules {leaving.Name}`",
            $"  - `Bus:Aws:FallbackQueue={topology.Fallback.Name}`",
            $"  - `ConnectionStrings:{leaving.Name}`, or `Storage:Path`",
            .. app.Configuration.GetSection(leaving.Name).AsEnumerable().Where(setting => setting.Value is not null)
                .Select(setting => setting.Key).Order(StringComparer.Ordinal).Select(key => $"  - `{key}`, which is set here"),
            "  - `Ops:Key` and `Alerts:…`, as here",
        ];
    }

    private List<string> Routes()
    {
        var routes = ((IEndpointRouteBuilder)app).DataSources.SelectMany(source => source.Endpoints).OfType<RouteEndpoint>()
            .Where(route => route.Metadata.GetMetadata<MethodInfo>()?.DeclaringType?.Assembly == leaving.Database.Assembly)
            .SelectMany(route => (route.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods ?? [])
                .Select(method => $"  - {method} {route.RoutePattern.RawText}"))
            .Distinct().Order(StringComparer.Ordinal).ToList();
        return routes.Count == 0 ? ["- none"] : ["- [ ] the proxy in front of the shop routes these to the new process:", .. routes];
    }

    private IEnumerable<string> Infrastructure()
    {
        yield return $"- queues {string.Join(", ", topology.Queues.Select(queue => queue.Name))}";
        yield return $"- rules {string.Join(", ", topology.Rules.Select(rule => rule.Name))}";
        yield return $"- [ ] attach the policy {new TopologyNames(options).PolicyOf(leaving.Name)} to the role of the new process: "
            + $"`infra iam {leaving.Name}`";
        if (Deployed.Differences is not { } differences)
            yield return $"- {Deployed.Source}";
        else if (differences.Count == 0)
            yield return $"- {Deployed.Source} has all of it";
        else
            foreach (var difference in differences)
                yield return $"- [ ] {Deployed.Source}: {difference}";
    }

    private List<string> Traffic()
    {
        if (State.Traffic is not { } counts)
            return [$"- unknown. {State.Source}"];
        var received = leaving.Rules.Select(rule => rule.Contract.DetailType).ToHashSet();
        var crossing = counts.Where(count => count.Events > 0 && (count.Module == leaving.Name || received.Contains(count.DetailType)))
            .ToList();
        return
        [
            .. crossing.Select(count => $"- {(count.Module == leaving.Name ? "out" : "in")}: {Number(count.Events)} × {count.DetailType}, "
                + $"{Number(count.Characters / count.Events)} characters each"),
            $"- together {Number(crossing.Sum(count => count.Events))} events, "
                + $"billed by EventBridge as {Number(crossing.Sum(Billed))} (64 KB each)",
            $"- from {State.Source}",
        ];
    }

    private static long Billed(EventCount count) => count.Events * ((count.Characters / count.Events + BilledAsOne - 1) / BilledAsOne);

    private static string Number(long number) => number.ToString("N0", CultureInfo.InvariantCulture);

    private IEnumerable<string> DatabaseNotReady()
    {
        if (!string.IsNullOrEmpty(app.Configuration.GetConnectionString(leaving.Name)))
            yield break;
        yield return string.IsNullOrEmpty(app.Configuration.GetConnectionString("Shop"))
            ? "- [ ] its data is in the embedded store, which one process opens: "
                + $"move the file {leaving.Name}.db into the new process's Storage:Path, or its rows to PostgreSQL"
            : $"- [ ] it shares ConnectionStrings:Shop: set ConnectionStrings:{leaving.Name}, with a role that sees its schema alone";
    }

    private IEnumerable<string> BacklogNotReady()
    {
        if (State.Backlog is not { } backlog)
        {
            yield return "- [ ] its backlog is unknown";
            yield break;
        }
        if (backlog.DeadLetters > 0)
            yield return $"- [ ] {backlog.DeadLetters} dead letters: `shop dlq list --module {leaving.Name}`, then redrive or discard them";
        if (backlog.Pending > 0)
            yield return $"- [ ] {backlog.Pending} messages await another attempt; they move with its tables";
        if (backlog.Outbox > 0)
            yield return $"- [ ] {backlog.Outbox} events in its outbox have not reached all subscribers; they move with its tables";
    }

    private IEnumerable<string> InfrastructureNotReady()
    {
        if (Deployed.Differences is not { } differences)
            yield return "- [ ] whether the infrastructure is deployed is unknown: `infra drift`";
        else if (differences.Count > 0)
            yield return $"- [ ] the deployed infrastructure differs from the code in {differences.Count} places";
    }

    [GeneratedRegex(
        @"^\s*(?:create table (?:if not exists )?(?<created>\w+)|drop table (?:if exists )?(?<dropped>\w+)|"
            + @"alter table (?<renamed>\w+) rename to (?<to>\w+))",
        RegexOptions.Multiline | RegexOptions.IgnoreCase)]
    private static partial Regex TableStatement();
}
