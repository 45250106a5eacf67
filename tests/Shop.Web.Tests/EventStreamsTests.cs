using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using System.Threading.Channels;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace Shop.Web.Tests;

public sealed class EventStreamsTests
{
    public sealed record Step(string Status);

    private readonly FakeTimeProvider clock = new();
    private readonly Channel<SseItem<Step>> steps = Channel.CreateUnbounded<SseItem<Step>>();

    private Task<WebFixture> Shop() => WebFixture.Start(
        app => app.MapGet("/stream", (LastEventId last, EventStreams streams) => streams.Open(After(last.Value))),
        services => services.AddSingleton<TimeProvider>(clock));

    private async IAsyncEnumerable<SseItem<Step>> After(long last, [EnumeratorCancellation] CancellationToken left = default)
    {
        yield return new(new Step("first"), "step") { EventId = (last + 1).ToString(System.Globalization.CultureInfo.InvariantCulture) };
        await foreach (var step in steps.Reader.ReadAllAsync(left))
            yield return step;
    }

    private static async Task<StreamReader> Open(WebFixture shop, params (string Name, string Value)[] headers)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, "/stream");
        foreach (var (name, value) in headers)
            request.Headers.TryAddWithoutValidation(name, value);
        var response = await shop.Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        Assert.Equal("text/event-stream", response.Content.Headers.ContentType?.MediaType);
        var stream = new StreamReader(await response.Content.ReadAsStreamAsync());
        Assert.Equal(": heartbeat", await NextEvent(stream));
        return stream;
    }

    private static async Task<string> NextEvent(StreamReader stream)
    {
        var lines = new List<string>();
        while (await stream.ReadLineAsync(TestContext.Current.CancellationToken) is { Length: > 0 } line)
            lines.Add(line.TrimEnd());
        return string.Join('|', lines);
    }

    [Fact]
    public async Task A_stream_continues_after_the_last_event_id()
    {
        await using var shop = await Shop();
        using var fresh = await Open(shop);
        Assert.Equal("event: step|data: {\"status\":\"first\"}|id: 1", await NextEvent(fresh));
        using var again = await Open(shop, ("Last-Event-ID", "41"));
        Assert.Equal("event: step|data: {\"status\":\"first\"}|id: 42", await NextEvent(again));
    }

    [Theory]
    [InlineData("-1")]
    [InlineData("abc")]
    public async Task A_foreign_last_event_id_is_rejected(string id)
    {
        await using var shop = await Shop();
        await shop.Get("/stream", ("Last-Event-ID", id)).Problem(400, "invalid_last_event_id");
    }

    [Fact]
    public async Task A_silent_stream_sends_a_heartbeat_every_15_seconds()
    {
        await using var shop = await Shop();
        using var stream = await Open(shop);
        await NextEvent(stream);
        clock.Advance(TimeSpan.FromSeconds(15));
        Assert.Equal(": heartbeat", await NextEvent(stream));
        clock.Advance(TimeSpan.FromSeconds(15));
        Assert.Equal(": heartbeat", await NextEvent(stream));
        steps.Writer.TryWrite(new(new Step("confirmed"), "step") { EventId = "2" });
        Assert.Equal("event: step|data: {\"status\":\"confirmed\"}|id: 2", await NextEvent(stream));
    }

    [Fact]
    public async Task A_stream_without_events_opens_at_once()
    {
        await using var shop = await WebFixture.Start(
            app => app.MapGet("/stream", (EventStreams streams) => streams.Open(steps.Reader.ReadAllAsync())),
            services => services.AddSingleton<TimeProvider>(clock));
        using var stream = await Open(shop).WaitAsync(TimeSpan.FromSeconds(10), TestContext.Current.CancellationToken);
        steps.Writer.TryWrite(new(new Step("first")));
        Assert.Equal("data: {\"status\":\"first\"}", await NextEvent(stream));
    }

    [Fact]
    public async Task A_stream_ends_with_its_source()
    {
        await using var shop = await Shop();
        using var stream = await Open(shop);
        await NextEvent(stream);
        steps.Writer.Complete();
        Assert.Equal("", await stream.ReadToEndAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task An_open_stream_does_not_delay_the_shutdown()
    {
        await using var shop = await Shop();
        using var stream = await Open(shop);
        await NextEvent(stream);
        var stopped = shop.Stop();
        Assert.Equal("", await stream.ReadToEndAsync(TestContext.Current.CancellationToken));
        await stopped.WaitAsync(TimeSpan.FromSeconds(10), TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task A_source_is_cancelled_when_the_client_disconnects()
    {
        var left = new TaskCompletionSource();
        await using var shop = await WebFixture.Start(app => app.MapGet("/stream", (EventStreams streams) => streams.Open(Endless(left))));
        var stream = await Open(shop);
        await NextEvent(stream);
        stream.Dispose();
        await left.Task.WaitAsync(TimeSpan.FromSeconds(10), TestContext.Current.CancellationToken);
    }

    private static async IAsyncEnumerable<SseItem<Step>> Endless(
        TaskCompletionSource left, [EnumeratorCancellation] CancellationToken gone = default)
    {
        try
        {
            yield return new(new Step("first"));
            await new TaskCompletionSource().Task.WaitAsync(gone);
        }
        finally
        {
            left.SetResult();
        }
    }
}
