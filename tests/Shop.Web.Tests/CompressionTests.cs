using System.IO.Compression;
using System.Net.ServerSentEvents;
using Microsoft.AspNetCore.Builder;

namespace Shop.Web.Tests;

public sealed class CompressionTests
{
    private static async IAsyncEnumerable<SseItem<string>> One()
    {
        await Task.Yield();
        yield return new("first", "step");
    }

    private static Task<WebFixture> Shop() => WebFixture.Start(app =>
    {
        app.MapGet("/shelf", () => Tagged.Of(new { books = new string('b', 2_000) }));
        app.MapGet("/stream", (EventStreams streams) => streams.Open(One()));
    });

    [Theory]
    [InlineData("gzip")]
    [InlineData("br")]
    public async Task A_response_is_compressed_if_the_client_reads_it(string encoding)
    {
        await using var shop = await Shop();
        using var plain = await shop.Get("/shelf");
        using var compressed = await shop.Get("/shelf", ("Accept-Encoding", encoding));
        await using var body = await compressed.Content.ReadAsStreamAsync();
        await using Stream read = encoding == "gzip" ? new GZipStream(body, CompressionMode.Decompress) : new BrotliStream(body, CompressionMode.Decompress);

        Assert.Equal((encoding, plain.Headers.ETag), (compressed.Content.Headers.ContentEncoding.Single(), compressed.Headers.ETag));
        Assert.Equal(await plain.Content.ReadAsStringAsync(), await new StreamReader(read).ReadToEndAsync());
        using var again = await shop.Get("/shelf", ("Accept-Encoding", encoding), ("If-None-Match", plain.Headers.ETag!.ToString()));
        Assert.Equal(System.Net.HttpStatusCode.NotModified, again.StatusCode);
    }

    [Fact]
    public async Task A_stream_is_not_compressed()
    {
        await using var shop = await Shop();
        using var stream = await shop.Get("/stream", ("Accept-Encoding", "gzip, br"));
        Assert.Empty(stream.Content.Headers.ContentEncoding);
        Assert.Equal(": heartbeat\n\nevent: step\ndata: \"first\"\n\n", await stream.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task HEAD_has_no_body_with_compression_either()
    {
        await using var shop = await Shop();
        using var request = new HttpRequestMessage(HttpMethod.Head, "/shelf") { Headers = { { "Accept-Encoding", "gzip" } } };
        using var head = await shop.Http.SendAsync(request);
        Assert.Equal("", await head.Content.ReadAsStringAsync());
        using var next = await shop.Get("/shelf");
        Assert.True(next.IsSuccessStatusCode);
    }
}
