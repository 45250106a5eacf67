using Shop.EventBridge;

namespace Shop.Host.Commands.Extraction;

/// <summary>What is known of the infrastructure that is deployed.</summary>
/// <param name="From">Where it was asked, or why it was not.</param>
/// <param name="Differences">From what the code says; null when it is not known.</param>
internal sealed record DeployedState(string From, IReadOnlyList<string>? Differences)
{
    public static async Task<DeployedState> Of(AwsOptions options, Topology topology, CancellationToken ct)
    {
        if (options is { ServiceUrl: null or "", Region: null or "" })
            return new DeployedState("Not compared: neither --endpoint, Bus:Aws:ServiceUrl nor Bus:Aws:Region says where it is.", null);
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
