using System.CommandLine;
using Shop.Host.Commands.Extraction;
using Shop.Host.Commands.Infra;
using Shop.Host.Commands.Operations;
using Shop.Host.Hosting;

namespace Shop.Host.Commands;

/// <summary><c>shop extract plan payments</c>: the checklist for giving a module a process of its own. It changes nothing.</summary>
internal static class ExtractCommand
{
    public static Command Create() => new("extract", "Take a module out of this process: by configuration, without changing code.") { Plan() };

    private static Command Plan()
    {
        var module = new Argument<string>("module") { Description = "The module: payments." };
        var url = new Option<Uri>("--url")
        {
            Description = "The shop that runs, for traffic and backlog; when none answers, the configured databases are asked.",
            DefaultValueFactory = _ => new Uri(ShopApp.DefaultUrl),
            CustomParser = OpsClient.Address,
        };
        var key = new Option<string?>("--key")
        {
            Description = "Its operator key; else the environment variable SHOP_OPS_KEY.", DefaultValueFactory = _ => Environment.GetEnvironmentVariable("SHOP_OPS_KEY"),
        };
        var endpoint = new Option<Uri?>("--endpoint")
        {
            Description = "Compare the infrastructure with what is deployed there; otherwise at Bus:Aws:ServiceUrl.", CustomParser = OpsClient.Address,
        };
        var command = new Command("plan", "Print what taking a module out asks for, and what is not ready.") { module, url, key, endpoint };
        command.TreatUnmatchedTokensAsErrors = false;
        command.SetAction((parsed, ct) => Print(
            parsed.GetRequiredValue(module), [.. parsed.UnmatchedTokens], new Seen(parsed.GetValue(url)!, parsed.GetValue(key)),
            Aws.Options(parsed.UnmatchedTokens, parsed.GetValue(endpoint)), ct));
        return command;
    }

    private static async Task<int> Print(string name, string[] settings, Seen seen, EventBridge.AwsOptions options, CancellationToken ct)
    {
        var topology = Aws.Topology(options);
        if (topology.Modules.FirstOrDefault(each => each.Module == name) is not { } module)
            return Aws.NoSuchModule(name, topology);
        try
        {
            // With all modules, wherever the settings place them, and with nothing said but the plan.
            await using var app = ShopApp.Build([.. settings, "--Logging:LogLevel:Default=None"], [.. ShopModules.All.Select(each => each.Name)]);
            var declared = app.Services.GetRequiredService<Modules>().All;
            var leaving = declared.Single(each => each.Name == name);
            var state = await seen.Of(app, leaving, ct);
            var deployed = await DeployedState.Of(options, topology, ct);
            new ExtractionPlan(app, declared, leaving, module, options, state, deployed).Print();
            return 0;
        }
        catch (Exception e) when (e is StartException or ArgumentException)
        {
            Console.Error.WriteLine(e.Message);
            return Started.CannotStart;
        }
    }
}
