using System.Net;
using System.Net.ServerSentEvents;
using Microsoft.AspNetCore.Builder;

namespace Shop.Web.Tests;

public sealed class ProxiedStreamTests
{
    public sealed record Step(string Status);

    private static async IAsyncEnumerable<SseItem<Step>> Steps()
    {
        await Task.Yield();
        yield return new(new Step("first"), "step") { EventId = "1" };
    }

    private static Task<WebFixture> Shop() => WebFixture.Start(app => app.MapGet("/stream", (EventStreams streams) => streams.Open(Steps())));

    [Fact]
    public async Task A_stream_asks_proxies_not_to_buffer_or_store_it()
    {
        await using var shop = await Shop();
        using var stream = await shop.Get("/stream");
        Assert.Equal("no", stream.Headers.GetValues("X-Accel-Buffering").Single());
        Assert.True(stream.Headers.CacheControl!.NoStore);
    }

    [Fact]
    public async Task A_heartbeat_is_a_comment_that_no_client_hands_to_its_code()
    {
        await using var shop = await Shop();
        await using var stream = await shop.Http.GetStreamAsync(new Uri("/stream", UriKind.Relative));
        var events = new List<string>();
        await foreach (var item in SseParser.Create(stream).EnumerateAsync())
            events.Add(item.EventType);
        Assert.Equal(["step"], events);
    }

    [Fact]
    public async Task HEAD_is_not_allowed_on_a_stream()
    {
        await using var shop = await Shop();
        using var response = await shop.Http.SendAsync(new HttpRequestMessage(HttpMethod.Head, "/stream"));
        Assert.Equal((HttpStatusCode.MethodNotAllowed, "GET"), (response.StatusCode, response.Content.Headers.Allow.Single()));
    }
}
