using Amazon.Runtime;
using Amazon.Runtime.Endpoints;
using Amazon.Runtime.Internal;
using Amazon.SQS;

namespace Shop.EventBridge;

/// <summary>
/// Describes a service that speaks AWS's JSON protocol to the SDK. Everything else is the SDK's own: credentials, region, retry mode,
/// timeouts, and <c>ServiceURL</c> (or <c>AWS_ENDPOINT_URL_…</c>) for an emulator.
/// </summary>
public sealed class AwsJsonConfig : ClientConfig
{
    private readonly string _service;

    /// <summary>Describes a service.</summary>
    /// <param name="service">The name in its host and in signatures: <c>events</c>.</param>
    /// <param name="target">The prefix of the operation in <c>X-Amz-Target</c>: <c>AWSEvents</c>.</param>
    /// <param name="id">The service's id, by which the environment and profiles name its endpoint: <c>EventBridge</c>.</param>
    /// <param name="json">The version of AWS's JSON protocol: <c>1.0</c> or <c>1.1</c>.</param>
    public AwsJsonConfig(string service, string target, string id, string json = "1.1")
        : base(new DefaultConfigurationProvider(AmazonSQSDefaultConfiguration.GetAllConfigurations()))
    {
        _service = service;
        Target = target;
        AuthenticationServiceName = service;
        ServiceId = id;
        ContentType = $"application/x-amz-json-{json}";
    }

    /// <summary>Amazon EventBridge.</summary>
    public static AwsJsonConfig EventBridge() => new("events", "AWSEvents", "EventBridge");

    /// <summary>Amazon CloudWatch; of its protocols, JSON 1.0.</summary>
    public static AwsJsonConfig CloudWatch() => new("monitoring", "GraniteServiceVersion20100801", "CloudWatch", "1.0");

    /// <summary>The prefix of the operation in <c>X-Amz-Target</c>.</summary>
    public string Target { get; }

    /// <summary>The content type of requests.</summary>
    public string ContentType { get; }

    /// <inheritdoc/>
    public override string ServiceVersion => "2015-10-07";

    /// <inheritdoc/>
    public override string UserAgent => "shop/1.0";

    /// <inheritdoc/>
    public override string RegionEndpointServiceName => _service;

    /// <inheritdoc/>
    public override Endpoint DetermineServiceOperationEndpoint(ServiceOperationEndpointParameters parameters) => new(Url());

    /// <summary>The service's endpoint: the configured URL, else the region's, dual-stack or FIPS if configured.</summary>
    /// <exception cref="AmazonClientException">Neither a URL nor a region is configured.</exception>
    internal string Url()
    {
        if (ServiceURL is { Length: > 0 } url)
            return url;
        var region = RegionEndpoint ?? throw new AmazonClientException(
            "No AWS region is configured. Set Bus:Aws:Region or AWS_REGION, or Bus:Aws:ServiceUrl for an emulator.");
        var name = UseFIPSEndpoint ? _service + "-fips" : _service;
        return $"https://{name}.{region.SystemName}.{(UseDualstackEndpoint ? "api.aws" : region.PartitionDnsSuffix)}";
    }
}
