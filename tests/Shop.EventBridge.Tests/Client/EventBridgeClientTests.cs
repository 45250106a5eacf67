using Amazon.Runtime;
using Shop.Testing;

namespace Shop.EventBridge.Tests;

public sealed class EventBridgeClientTests : IAsyncLifetime
{
    private FakeAws _aws = null!;

    public async ValueTask InitializeAsync() => _aws = await FakeAws.Start();

    public ValueTask DisposeAsync() => _aws.DisposeAsync();

    private EventBridgeClient Client(string secret = FakeAws.SecretKey, int retries = 0) => AwsClients.EventBridge(
        new AwsOptions { ServiceUrl = _aws.Url, Region = FakeAws.Region }, new BasicAWSCredentials(FakeAws.AccessKey, secret), retries);

    private static PutEventsEntry Entry(string detail = """{"name":"Jörg 🚀"}""") => new(1_700_000_000.5, "com.test", "Thing Done", detail, "shop");

    [Fact]
    public async Task An_event_put_on_the_bus_reaches_the_queue_of_a_matching_rule()
    {
        _aws.Events.Rule("all", """{"source":["com.test"]}""", "heard");
        var queue = _aws.Queue("heard");

        var result = await Client().PutEvents([Entry()], CancellationToken.None);

        Assert.Equal((0, 1), (result.FailedEntryCount, queue.Count));
        Assert.Equal(0, _aws.Forged);
    }

    [Fact]
    public async Task A_wrong_key_is_rejected_with_the_services_own_code()
    {
        var error = await Assert.ThrowsAsync<AmazonServiceException>(() => Client("another").PutEvents([Entry()], CancellationToken.None));

        Assert.Equal("InvalidSignatureException", error.ErrorCode);
    }

    [Fact]
    public async Task The_SDK_retries_retryable_errors()
    {
        _aws.Events.NextFaults.Enqueue(new PutEventsFault { Status = 500 });

        var result = await Client(retries: 2).PutEvents([Entry()], CancellationToken.None);

        Assert.NotNull(Assert.Single(result.Entries!).EventId);
    }

    [Fact]
    public async Task A_response_that_is_not_JSON_is_an_error_that_names_the_operation()
    {
        _aws.Events.NextFaults.Enqueue(new PutEventsFault { Garbage = "<html>" });

        var error = await Assert.ThrowsAsync<AmazonUnmarshallingException>(() => Client().PutEvents([Entry()], CancellationToken.None));

        Assert.Contains("AWSEvents.PutEvents", error.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("eu-central-1", false, false, "https://events.eu-central-1.amazonaws.com")]
    [InlineData("us-gov-west-1", true, false, "https://events-fips.us-gov-west-1.amazonaws.com")]
    [InlineData("cn-north-1", false, false, "https://events.cn-north-1.amazonaws.com.cn")]
    [InlineData("eu-west-1", false, true, "https://events.eu-west-1.api.aws")]
    public void Each_region_has_its_host(string region, bool fips, bool dualStack, string url)
    {
        var config = AwsClients.Configured(AwsJsonConfig.EventBridge(), new AwsOptions { Region = region });
        (config.UseFIPSEndpoint, config.UseDualstackEndpoint) = (fips, dualStack);

        Assert.Equal(url, config.Url());
    }

    [Fact]
    public void A_trace_context_converts_to_X_Rays_header() => Assert.Equal(
        "Root=1-58406520-a006649127e371903a2de979;Parent=4c721bf33e3caf8f;Sampled=1",
        XRay.Header("00-58406520a006649127e371903a2de979-4c721bf33e3caf8f-01"));
}
