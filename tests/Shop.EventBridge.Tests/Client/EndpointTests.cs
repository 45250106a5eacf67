using System.Text;
using Amazon.Runtime;
using Amazon.SQS.Model;
using Shop.Events;
using Shop.Messaging.Tests.Bus;
using Shop.Testing;

namespace Shop.EventBridge.Tests;

/// <summary>The same calls to each endpoint of this machine: always the tests' own, and moto's if Python has it. They must agree.</summary>
public sealed class EndpointTests
{
    public static TheoryData<string> EachEndpoint => Moto.IsHere ? ["fake", "moto"] : ["fake"];

    private static async Task<(IAsyncDisposable Server, string Url)> Start(string endpoint)
    {
        if (endpoint == "moto")
        {
            var moto = await Moto.Start();
            return (moto, moto.Url.ToString());
        }
        var fake = await FakeAws.Start();
        return (fake, fake.Url);
    }

    [Theory, MemberData(nameof(EachEndpoint))]
    public async Task An_event_put_on_the_bus_reaches_the_queue_of_a_matching_rule_unchanged(string endpoint)
    {
        var (server, url) = await Start(endpoint);
        await using var ends = server;
        var options = new AwsOptions { ServiceUrl = url, Region = FakeAws.Region };
        var credentials = new BasicAWSCredentials(FakeAws.AccessKey, FakeAws.SecretKey);
        using var events = AwsClients.EventBridge(options, credentials);
        using var sqs = AwsClients.Sqs(options, credentials);

        await events.Call("CreateEventBus", new { Name = "shop" }, CancellationToken.None);
        var queue = (await sqs.CreateQueueAsync("shop-billing")).QueueUrl;
        var arn = (await sqs.GetQueueAttributesAsync(queue, ["QueueArn"])).Attributes["QueueArn"];
        await events.Call("PutRule", new { Name = "high", EventBusName = "shop", EventPattern = """{"detail":{"amount":[{"numeric":[">=",100]}]}}""" }, CancellationToken.None);
        await events.Call("PutTargets", new { Rule = "high", EventBusName = "shop", Targets = new[] { new { Id = "queue", Arn = arn } } }, CancellationToken.None);
        var published = Envelopes.Of(new OrderPlaced("Jörg 🚀", 150));
        var low = Envelopes.Of(new OrderPlaced("low", 1));
        var result = await events.PutEvents([PutEventsItem.EntryOf(low, "shop"), PutEventsItem.EntryOf(published, "shop")], CancellationToken.None);
        var received = await sqs.ReceiveMessageAsync(new ReceiveMessageRequest(queue) { MaxNumberOfMessages = 10, WaitTimeSeconds = 5 });

        Assert.Equal((0, 2), (result.FailedEntryCount, result.Entries!.Count));
        var envelope = Envelope.Parse(Encoding.UTF8.GetBytes(Assert.Single(received.Messages).Body));
        Assert.Equal(new OrderPlaced("Jörg 🚀", 150), envelope.Read<OrderPlaced>());
        Assert.Equal(published.Metadata, envelope.Metadata);
    }
}
