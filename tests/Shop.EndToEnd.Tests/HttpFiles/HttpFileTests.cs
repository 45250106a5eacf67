using Shop.Testing;

namespace Shop.EndToEnd.Tests;

/// <summary>The repository's example requests can be sent unchanged.</summary>
public sealed class HttpFileTests(LivelyShopFixture running)
{
    [Theory, EachStore]
    public async Task The_repositorys_example_requests_get_their_documented_answers(StoreKind store)
    {
        var shop = await running.On(store);
        await using var receiver = await WebhookReceiver.Start();
        var file = HttpFile.Read(Path.Combine(Repository.Root, "requests", "shop.http"));
        var instead = new Dictionary<string, string> { ["host"] = shop.BaseAddress!.ToString().TrimEnd('/'), ["receiver"] = receiver.Url };

        await new HttpFileRun(file, instead).Send(shop, BeforeItIsDeleted(receiver), TestContext.Current.CancellationToken);

        Assert.InRange(file.Requests.Count, 30, 200);
    }

    /// <summary>The webhook has received every change.</summary>
    private static Func<HttpFileRequest, Task> BeforeItIsDeleted(WebhookReceiver receiver) => async request =>
    {
        if (request is not { Method: "DELETE" } || !request.Url.Contains("/webhooks/", StringComparison.Ordinal))
            return;
        var awaited = new HashSet<string> { "webhook.ping", "order.created", "order.confirmed", "order.delivered", "return.accepted", "order.cancelled" };
        while (awaited.Count > 0)
            awaited.Remove((await receiver.Next()).Type);
    };
}
