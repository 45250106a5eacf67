using System.IO.Compression;
using System.Net;
using System.Net.ServerSentEvents;
using Microsoft.AspNetCore.Builder;

namespace Shop.Web.Tests;

public sealed class CompressionTests
{
    private sealed record Thing(string Name);

    private static Task<TestShop> Shop() => TestShop.Start(app =>
    {
        app.MapGet("/v1/things", () => Tagged.Of(new Thing("kite")));
        app.MapGet("/v1/missing", () => Problem.Of(WebProblems.NotFound, "There is none."));
        app.MapGet("/v1/stream", (EventStreams streams) => streams.Open(AsyncEnumerable.Repeat(new SseItem<Thing>(new Thing("kite"), "thing"), 1)));
    });

    private static async Task<string> Text(HttpResponseMessage response)
    {
        await using var body = await response.Content.ReadAsStreamAsync();
        await using Stream plain = response.Content.Headers.ContentEncoding.Single() == "br"
            ? new BrotliStream(body, CompressionMode.Decompress) : new GZipStream(body, CompressionMode.Decompress);
        return await new StreamReader(plain).ReadToEndAsync();
    }

    [Theory, InlineData("br"), InlineData("gzip")]
    public async Task A_response_is_compressed_as_the_client_accepts_it_and_keeps_its_strong_tag(string encoding)
    {
        await using var shop = await Shop();
        using var plain = await shop.Get("/v1/things");
        using var compressed = await shop.Get("/v1/things", ("Accept-Encoding", encoding));

        Assert.Equal([encoding], compressed.Content.Headers.ContentEncoding);
        Assert.Equal("""{"name":"kite"}""", await Text(compressed));
        Assert.Equal(plain.Headers.ETag, compressed.Headers.ETag);
        Assert.False(compressed.Headers.ETag!.IsWeak);
        Assert.Contains("Accept-Encoding", compressed.Headers.Vary);
    }

    [Fact]
    public async Task The_tag_of_a_compressed_response_saves_the_next_one()
    {
        await using var shop = await Shop();
        using var first = await shop.Get("/v1/things", ("Accept-Encoding", "br"));
        using var second = await shop.Get("/v1/things", ("Accept-Encoding", "br"), ("If-None-Match", first.Headers.ETag!.ToString()));

        Assert.Equal(HttpStatusCode.NotModified, second.StatusCode);
    }

    [Fact]
    public async Task A_problem_is_compressed_too()
    {
        await using var shop = await Shop();
        using var missing = await shop.Get("/v1/missing", ("Accept-Encoding", "br"));

        Assert.Equal("application/problem+json", missing.Content.Headers.ContentType!.MediaType);
        Assert.Contains("\"not_found\"", await Text(missing), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_event_stream_is_not_compressed()
    {
        await using var shop = await Shop();
        using var stream = await shop.Get("/v1/stream", ("Accept-Encoding", "br, gzip"));

        Assert.Equal(["identity"], stream.Content.Headers.ContentEncoding);
        Assert.Contains("data: {\"name\":\"kite\"}", await stream.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }
}
