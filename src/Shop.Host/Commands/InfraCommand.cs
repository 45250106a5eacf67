using System.CommandLine;
using System.Text.Json.Nodes;
using Shop.EventBridge;
using Shop.Events;
using Shop.Host.Commands.Infra;
using Shop.Host.Commands.Operations;
using Shop.Host.Hosting;

namespace Shop.Host.Commands;

/// <summary><c>shop infra …</c>: what must exist on AWS, computed from the modules' rules. Opens no database.</summary>
internal static class InfraCommand
{
    /// <summary>Exit code when AWS or the emulator cannot be asked, or refuses.</summary>
    private const int CannotAsk = 2;

    private static readonly Option<Uri?> Endpoint = new("--endpoint")
    {
        Description = "Where an emulator listens: http://127.0.0.1:5000. Otherwise Bus:Aws:ServiceUrl.",
        CustomParser = OpsClient.Address,
    };

    public static Command Create() => new("infra", "Write, make or check the infrastructure that the modules' rules ask for.") { Terraform(), Apply(), Drift(), Iam() };

    private static Command Terraform()
    {
        var output = new Option<DirectoryInfo?>("--output") { Description = "Where to; otherwise infra/terraform of this checkout." };
        var check = new Option<bool>("--check") { Description = "Write nothing; tell which files differ. Exit code 1 if one does." };
        var command = new Command("terraform", "Write the Terraform configuration.") { output, check };
        command.SetAction(parsed =>
        {
            try
            {
                var folder = TerraformFolder.At(parsed.GetValue(output));
                return parsed.GetValue(check) ? folder.Check(ShopModules.Declared()) : folder.Write(ShopModules.Declared());
            }
            catch (StartException e)
            {
                Console.Error.WriteLine(e.Message);
                return Started.CannotStart;
            }
        });
        return command;
    }

    private static Command Apply() => Asking(
        new Command("apply", "Make bus, archive, rules, queues, alarms and dashboard through the API, on an emulator. On AWS that is Terraform's."), needsEndpoint: true,
        async (deployed, ct) =>
        {
            await deployed.Apply(ct);
            Console.WriteLine("Bus, archive, rules, queues, alarms and dashboard are as the code says.");
            return 0;
        });

    private static Command Drift() => Asking(
        new Command("drift", "Compare what is deployed with the code. Exit code 1 if anything differs."), needsEndpoint: false,
        async (deployed, ct) =>
        {
            var differences = await deployed.Differences(ct);
            foreach (var difference in differences)
                Console.WriteLine(difference);
            Console.WriteLine(differences.Count == 0 ? "What is deployed is what the code says." : $"{differences.Count} differences.");
            return differences.Count == 0 ? 0 : 1;
        });

    private static Command Iam()
    {
        var module = new Argument<string?>("module") { Description = "One module's policy; otherwise all.", Arity = ArgumentArity.ZeroOrOne };
        var region = new Option<string>("--region") { Description = "The region that its ARNs name.", DefaultValueFactory = _ => "us-east-1" };
        var account = new Option<string>("--account") { Description = "The account that its ARNs name: 12 digits.", DefaultValueFactory = _ => "123456789012" };
        var command = new Command("iam", "Print what a process that hosts a module may do on AWS: its IAM policy.") { module, region, account };
        command.TreatUnmatchedTokensAsErrors = false;
        command.SetAction(parsed =>
        {
            var topology = Aws.Topology(Aws.Options(parsed.UnmatchedTokens));
            var arns = new Arns(topology.Names, parsed.GetValue(region)!, parsed.GetValue(account)!);
            var policies = topology.Modules.ToDictionary(each => each.Module, each => ModulePolicy.Of(each, arns).ToJson());
            if (parsed.GetValue(module) is not { } name)
                Console.Write(EventSchema.Text(new JsonObject(policies.Select(policy => KeyValuePair.Create(policy.Key, (JsonNode?)policy.Value)))));
            else if (policies.TryGetValue(name, out var policy))
                Console.Write(EventSchema.Text(policy));
            else
                return Aws.NoSuchModule(name, topology);
            return 0;
        });
        return command;
    }

    private static Command Asking(Command command, bool needsEndpoint, Func<DeployedTopology, CancellationToken, Task<int>> ask)
    {
        command.Options.Add(Endpoint);
        command.TreatUnmatchedTokensAsErrors = false;
        command.SetAction(async (parsed, ct) =>
        {
            var options = Aws.Options(parsed.UnmatchedTokens, parsed.GetValue(Endpoint));
            if (needsEndpoint && string.IsNullOrEmpty(options.ServiceUrl))
            {
                Console.Error.WriteLine("Say where the emulator listens: --endpoint http://127.0.0.1:5000. On AWS itself apply infra/terraform: see docs/operations/aws.md.");
                return CannotAsk;
            }
            try
            {
                return await DeployedTopology.Ask(Aws.Topology(options), options, deployed => ask(deployed, ct));
            }
            catch (AwsUnreachableException e)
            {
                Console.Error.WriteLine(e.Message);
                return CannotAsk;
            }
        });
        return command;
    }
}
