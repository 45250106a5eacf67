using System.CommandLine;
using System.Data.Common;
using Shop.EventBridge;
using Shop.Host.Hosting;
using Shop.OpsClient;
using Backlog = Shop.OpsClient.Backlog;
using EventCount = Shop.OpsClient.EventCount;

namespace Shop.Tools;

/// <summary><c>extract plan payments</c>: the checklist for giving a module a process of its own. It changes nothing.</summary>
internal static class ExtractCommand
{
    private static readonly TimeSpan Traffic = TimeSpan.FromDays(1);

    private static readonly Argument<string> Module = new("module") { Description = "The module: payments." };
    private static readonly Option<Uri> Url = new("--url")
    {
        Description = "A running shop, for traffic and backlog; when none answers, the configured databases.",
        DefaultValueFactory = _ => new Uri(ShopApiClient.DefaultAddress),
        CustomParser = ShopTools.ParseAddress,
    };

    private static readonly Option<string?> Key = new("--key")
    {
        Description = "The shop's operator key; otherwise the environment variable SHOP_OPS_KEY.",
        DefaultValueFactory = _ => Environment.GetEnvironmentVariable("SHOP_OPS_KEY"),
    };

    private static readonly Option<Uri?> Endpoint = new("--endpoint")
    {
        Description = "Compares with the infrastructure that is deployed there; otherwise at Bus:Aws:ServiceUrl.",
        CustomParser = ShopTools.ParseAddress,
    };

    public static Command Create()
    {
        var plan = new Command("plan", "Prints the steps for extracting a module, and what is not ready.") { Module, Url, Key, Endpoint };
        plan.TreatUnmatchedTokensAsErrors = false;
        plan.SetAction(Print);
        return new("extract", "Gives a module a process of its own: by configuration, without changing code.") { plan };
    }

    private static async Task<int> Print(ParseResult parsed, CancellationToken ct)
    {
        var (name, options) = (parsed.GetRequiredValue(Module), Aws.Options(parsed.UnmatchedTokens, parsed.GetValue(Endpoint)));
        var topology = Aws.Topology(options);
        var module = Aws.Module(topology, name);
        // With all modules, wherever the settings place them, and without logging.
        await using var app = ShopApp.Build(
            [.. parsed.UnmatchedTokens, "--Logging:LogLevel:Default=None"], [.. ShopModules.All.Select(each => each.Name)]);
        var declared = app.Services.GetRequiredService<ModuleDirectory>().All;
        using var shop = ShopApiClient.Connect(parsed.GetRequiredValue(Url), parsed.GetValue(Key), "extract-plan");
        new ExtractionPlan(app, declared, declared.Single(each => each.Name == name), module, options)
        {
            State = await StateOf(name, shop, parsed.GetRequiredValue(Url), app, ct), Deployed = await Compare(options, topology, ct),
        }.Print(parsed.InvocationConfiguration.Output);
        return 0;
    }

    /// <summary>Asks the running shop, or else the configured databases.</summary>
    private static async Task<ModuleState> StateOf(string module, ShopApiClient shop, Uri url, WebApplication app, CancellationToken ct)
    {
        try
        {
            var traffic = await shop.CountEvents(new() { Since = DateTimeOffset.UtcNow - Traffic }, ct);
            return (await shop.ReadHealth(ct)).BacklogOf(module) is { } backlog
                ? new ModuleState($"the shop at {url}", traffic, backlog)
                : new ModuleState($"The shop at {url} does not host {module}: name the one that does with --url.", null, null);
        }
        catch (HttpRequestException)
        {
            return await StateOf(module, app, ct);
        }
        catch (ShopApiException e)
        {
            return new ModuleState($"The shop at {url} rejected the request: {e.Message}", null, null);
        }
    }

    private static async Task<ModuleState> StateOf(string module, WebApplication app, CancellationToken ct)
    {
        try
        {
            var counts = await app.Services.GetRequiredService<EventSearch>().Count(new() { Since = DateTime.UtcNow - Traffic }, ct);
            var databases = app.Services.GetRequiredService<ModuleDatabases>();
            var backlog = await databases.Backlog(module, ct);
            return new ModuleState(
                $"the databases, because no shop answers ({databases.All.Single(database => database.Module == module).Location})",
                [.. counts.Select(count => new EventCount(count.Module, count.DetailType, count.Events, count.Characters))],
                new Backlog(backlog.Outbox, backlog.InFlight, backlog.Pending, backlog.DeadLetters));
        }
        catch (DbException e)
        {
            return new ModuleState($"No shop answers, and the databases cannot be read ({e.Message}): name a shop with --url.", null, null);
        }
    }

    private static async Task<DeployedState> Compare(AwsOptions options, Topology topology, CancellationToken ct)
    {
        if (options is { ServiceUrl: null or "", Region: null or "" })
            return new DeployedState("Not compared: set --endpoint, Bus:Aws:ServiceUrl or Bus:Aws:Region.", null);
        try
        {
            return new DeployedState(options.Location, await DeployedTopology.Ask(topology, options, deployed => deployed.Differences(ct)));
        }
        catch (AwsUnreachableException e)
        {
            return new DeployedState(e.Message, null);
        }
    }
}
