using Amazon.Runtime;
using Shop.EventBridge;
using Shop.Host.Commands.Infra;

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
            using var events = AwsClients.EventBridge(options);
            using var sqs = AwsClients.Sqs(options);
            return new DeployedState(Aws.PlaceOf(options), await new DeployedTopology(topology, events, sqs).Differences(ct));
        }
        catch (Exception e) when (e is AmazonServiceException or AmazonClientException or HttpRequestException)
        {
            return new DeployedState($"{Aws.PlaceOf(options)} cannot be asked: {e.Message}", null);
        }
    }
}
