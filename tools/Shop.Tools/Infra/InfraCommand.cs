using System.CommandLine;
using System.Text.Json.Nodes;
using Shop.EventBridge;
using Shop.Events;
using Shop.Host.Hosting;

namespace Shop.Tools;

/// <summary><c>infra …</c>: what must exist on AWS, computed from the modules' rules. Opens no database.</summary>
internal static class InfraCommand
{
    private static readonly Option<Uri?> Endpoint = new("--endpoint")
    {
        Description = "The emulator's address: http://127.0.0.1:5000. Otherwise Bus:Aws:ServiceUrl.",
        CustomParser = ShopTools.ParseAddress,
    };

    public static Command Create() =>
        new("infra", "Writes, creates or checks the infrastructure that the modules' rules need.") { Terraform(), Apply(), Drift(), Iam() };

    private static Command Terraform()
    {
        var output = new Option<DirectoryInfo?>("--output") { Description = "The folder; otherwise infra/terraform of this checkout." };
        var check = new Option<bool>("--check")
        {
            Description = "Writes nothing and lists the files that differ. Exit code 1 if one does.",
        };
        var command = new Command("terraform", "Writes the Terraform configuration.") { output, check };
        command.SetAction(parsed =>
        {
            var folder = TerraformFolder.At(parsed.GetValue(output), parsed.InvocationConfiguration.Output);
            return parsed.GetValue(check) ? folder.Check(ShopModules.Declared()) : folder.Write(ShopModules.Declared());
        });
        return command;
    }

    private static Command Apply() => OnDeployed(
        new Command("apply",
            "Creates bus, archive, rules, queues, alarms and dashboard through the API, in an emulator. On AWS use Terraform."),
                needsEndpoint: true,
        async (deployed, output, ct) =>
        {
            await deployed.Apply(ct);
            output.WriteLine("Bus, archive, rules, queues, alarms and dashboard match the code.");
            return 0;
        });

    private static Command Drift() => OnDeployed(
        new Command("drift", "Compares what is deployed with the code. Exit code 1 if anything differs."), needsEndpoint: false,
        async (deployed, output, ct) =>
        {
            var differences = await deployed.Differences(ct);
            foreach (var difference in differences)
                output.WriteLine(difference);
            output.WriteLine(differences.Count == 0 ? "What is deployed matches the code." : $"{differences.Count} differences.");
            return differences.Count == 0 ? 0 : 1;
        });

    private static Command Iam()
    {
        var module = new Argument<string?>("module")
        {
            Description = "One module's policy; otherwise all.", Arity = ArgumentArity.ZeroOrOne,
        };
        var region = new Option<string>("--region") { Description = "The region in its ARNs.", DefaultValueFactory = _ => "us-east-1" };
        var account = new Option<string>("--account")
        {
            Description = "The account in its ARNs: 12 digits.", DefaultValueFactory = _ => "123456789012",
        };
        var command = new Command("iam", "Prints the IAM policy of a process that hosts a module.") { module, region, account };
        command.TreatUnmatchedTokensAsErrors = false;
        command.SetAction(parsed =>
        {
            var topology = Aws.Topology(Aws.Options(parsed.UnmatchedTokens));
            var arns = new Arns(topology.Names, parsed.GetRequiredValue(region), parsed.GetRequiredValue(account));
            JsonNode policies = parsed.GetValue(module) is { } name
                ? ModulePolicy.Of(Aws.Module(topology, name), arns).ToJson()
                : new JsonObject(
                    topology.Modules.Select(each => KeyValuePair.Create(each.Module, (JsonNode?)ModulePolicy.Of(each, arns).ToJson())));
            parsed.InvocationConfiguration.Output.Write(EventSchema.Text(policies));
        });
        return command;
    }

    private static Command OnDeployed(
        Command command, bool needsEndpoint, Func<DeployedTopology, TextWriter, CancellationToken, Task<int>> run)
    {
        command.Options.Add(Endpoint);
        command.TreatUnmatchedTokensAsErrors = false;
        command.SetAction(async (parsed, ct) =>
        {
            var options = Aws.Options(parsed.UnmatchedTokens, parsed.GetValue(Endpoint));
            if (needsEndpoint && string.IsNullOrEmpty(options.ServiceUrl))
                throw new ArgumentException(
                    "Name the emulator's address: --endpoint http://127.0.0.1:5000. On AWS use Terraform: see docs/operations/aws.md.");
            try
            {
                return await DeployedTopology.Ask(
                    Aws.Topology(options), options, deployed => run(deployed, parsed.InvocationConfiguration.Output, ct));
            }
            catch (AwsUnreachableException e)
            {
                await parsed.InvocationConfiguration.Error.WriteLineAsync(e.Message);
                return ShopTools.Failed;
            }
        });
        return command;
    }
}
