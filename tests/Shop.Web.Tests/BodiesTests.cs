using System.IO.Compression;
using System.Net;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Shop.Web.Tests;

public sealed class BodiesTests
{
    public sealed record Wish(string Name);

    private static Task<WebFixture> Shop() => WebFixture.Start(app =>
    {
        app.MapPost("/optional", (Wish? wish) => new { name = wish?.Name ?? "none" });
        app.MapPost("/required", (Wish wish) => new { name = wish.Name });
    });

    private static Task<HttpResponseMessage> Post(WebFixture shop, string path, byte[] body, string? type, string? encoding = null, bool chunked = false)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new ByteArrayContent(body) };
        if (type is not null)
            request.Content.Headers.TryAddWithoutValidation("Content-Type", type);
        if (encoding is not null)
            request.Content.Headers.ContentEncoding.Add(encoding);
        request.Headers.TransferEncodingChunked = chunked;
        return shop.Http.SendAsync(request);
    }

    private static byte[] Compressed(byte[] body, string encoding)
    {
        var memory = new MemoryStream();
        using (Stream stream = encoding switch
        {
            "gzip" => new GZipStream(memory, CompressionLevel.Optimal),
            "br" => new BrotliStream(memory, CompressionLevel.Optimal),
            _ => new ZLibStream(memory, CompressionLevel.Optimal),
        })
            stream.Write(body);
        return memory.ToArray();
    }

    private static readonly byte[] Json = """{"name":"kite"}"""u8.ToArray();

    [Theory]
    [InlineData("application/x-www-form-urlencoded", false)]
    [InlineData("application/json", false)]
    [InlineData("application/json", true)]
    [InlineData("text/plain", true)]
    [InlineData(null, false)]
    public async Task An_empty_body_is_no_body_whatever_its_headers_are(string? type, bool chunked)
    {
        await using var shop = await Shop();
        using var optional = await Post(shop, "/optional", [], type, chunked: chunked);
        Assert.Equal((HttpStatusCode.OK, """{"name":"none"}"""), (optional.StatusCode, await optional.Content.ReadAsStringAsync()));
        await Post(shop, "/required", [], type, chunked: chunked).Problem(400, "body_missing");
    }

    [Theory]
    [InlineData("gzip")]
    [InlineData("br")]
    [InlineData("deflate")]
    public async Task A_compressed_body_is_read(string encoding)
    {
        await using var shop = await Shop();
        using var response = await Post(shop, "/required", Compressed(Json, encoding), "application/json", encoding);
        Assert.Equal("""{"name":"kite"}""", await response.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task A_chunked_body_is_read()
    {
        await using var shop = await Shop();
        using var response = await Post(shop, "/optional", Json, "application/json", chunked: true);
        Assert.Equal("""{"name":"kite"}""", await response.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task A_body_that_grows_beyond_the_limit_is_rejected()
    {
        await using var shop = await Shop();
        var large = Encoding.UTF8.GetBytes($$"""{"name":"{{new string('a', 200_000)}}"}""");
        await Post(shop, "/required", Compressed(large, "gzip"), "application/json", "gzip").Problem(413, "body_too_large");
    }

    [Theory]
    [InlineData("gzip")]
    [InlineData("br")]
    [InlineData("deflate")]
    public async Task A_body_that_is_not_in_its_encoding_is_rejected(string encoding)
    {
        await using var shop = await Shop();
        await Post(shop, "/required", Json, "application/json", encoding).Problem(400, "malformed_json");
    }

    [Fact]
    public async Task Identity_is_no_encoding_and_x_gzip_is_gzip()
    {
        await using var shop = await Shop();
        using var plain = await Post(shop, "/required", Json, "application/json", "identity");
        using var gzip = await Post(shop, "/required", Compressed(Json, "gzip"), "application/json", "X-GZip");
        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.OK), (plain.StatusCode, gzip.StatusCode));
    }

    [Theory]
    [InlineData("zstd")]
    [InlineData("gzip, br")]
    public async Task An_unknown_encoding_is_rejected_with_those_that_are_read(string encoding)
    {
        await using var shop = await Shop();
        var request = new HttpRequestMessage(HttpMethod.Post, "/required") { Content = new ByteArrayContent(Json) };
        request.Content.Headers.TryAddWithoutValidation("Content-Type", "application/json");
        request.Content.Headers.TryAddWithoutValidation("Content-Encoding", encoding);
        var response = await shop.Http.SendAsync(request);
        Assert.Equal("gzip, br, deflate", string.Join(", ", response.Headers.GetValues("Accept-Encoding")));
        await Task.FromResult(response).Problem(415, "unsupported_encoding");
    }
}
