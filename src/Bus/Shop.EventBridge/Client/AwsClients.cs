using Amazon;
using Amazon.Runtime;
using Amazon.SQS;

namespace Shop.EventBridge;

/// <summary>Creates AWS clients from <see cref="AwsOptions"/>.</summary>
public static class AwsClients
{
    /// <summary>The signing region for an emulator when none is configured; emulators ignore it.</summary>
    private const string AnyRegion = "us-east-1";

    /// <summary>A client of EventBridge.</summary>
    /// <param name="options">Region or URL.</param>
    /// <param name="credentials">Null to use the SDK's credential chain.</param>
    /// <param name="retries">The SDK's own retries; null for its default.</param>
    public static EventBridgeClient EventBridge(AwsOptions options, AWSCredentials? credentials = null, int? retries = null)
    {
        var config = Configured(AwsJsonConfig.EventBridge(), options, retries);
        return credentials is null ? new EventBridgeClient(config) : new EventBridgeClient(credentials, config);
    }

    /// <summary>A client of CloudWatch: alarms and dashboards.</summary>
    /// <inheritdoc cref="EventBridge"/>
    public static AwsJsonClient CloudWatch(AwsOptions options, AWSCredentials? credentials = null, int? retries = null)
    {
        var config = Configured(AwsJsonConfig.CloudWatch(), options, retries);
        return credentials is null ? new AwsJsonClient(config) : new AwsJsonClient(credentials, config);
    }

    /// <summary>A client of SQS.</summary>
    /// <inheritdoc cref="EventBridge"/>
    public static AmazonSQSClient Sqs(AwsOptions options, AWSCredentials? credentials = null, int? retries = null)
    {
        var config = Configured(new AmazonSQSConfig(), options, retries);
        return credentials is null ? new AmazonSQSClient(config) : new AmazonSQSClient(credentials, config);
    }

    /// <summary>Sets endpoint, region and retries in a client's configuration.</summary>
    public static TConfig Configured<TConfig>(TConfig config, AwsOptions options, int? retries = null) where TConfig : ClientConfig
    {
        if (options.ServiceUrl is { Length: > 0 } url)
            (config.ServiceURL, config.AuthenticationRegion) = (url, options.Region ?? AnyRegion);
        else if (options.Region is { Length: > 0 } region)
            config.RegionEndpoint = RegionEndpoint.GetBySystemName(region);
        if (retries is { } attempts)
            config.MaxErrorRetry = attempts;
        config.RetryMode = RequestRetryMode.Standard;
        return config;
    }
}
