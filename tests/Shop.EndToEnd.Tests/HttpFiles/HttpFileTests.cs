using Shop.Messaging;
using Shop.Testing;

namespace Shop.EndToEnd.Tests;

/// <summary>What the repository shows can be sent as it stands.</summary>
public sealed class HttpFileTests(PatientShop running) : IClassFixture<PatientShop>
{
    [Theory, MemberData(nameof(Stores.All), MemberType = typeof(Stores))]
    public async Task The_requests_that_the_repository_shows_are_answered_as_they_say(StoreKind store)
    {
        var shop = await running.On(store);
        await using var receiver = await WebhookReceiver.Start();
        var file = HttpFile.Read(Path.Combine(Repository.Root, "requests", "shop.http"));
        var instead = new Dictionary<string, string> { ["host"] = shop.BaseAddress!.ToString().TrimEnd('/'), ["receiver"] = receiver.Url };

        await new HttpFileRun(file, instead).Send(shop, TestContext.Current.CancellationToken);

        Assert.InRange(file.Requests.Count, 30, 200);
        await receiver.Next("webhook.ping");
        await receiver.Next("order.confirmed");
    }
}
