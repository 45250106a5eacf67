using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Shop.Web.Tests;

public sealed class HeadTests
{
    private static Task<WebFixture> Shop() => WebFixture.Start(app =>
    {
        app.MapGet("/shelf", () => Tagged.Of(new { books = 3 }));
        app.MapGet("/plain", () => new { books = 3 });
        app.MapPost("/shelf", () => TypedResults.NoContent());
        app.MapPost("/order", () => TypedResults.NoContent());
    });

    private static Task<HttpResponseMessage> Head(WebFixture shop, string path) => shop.Http.SendAsync(new HttpRequestMessage(HttpMethod.Head, path));

    [Theory]
    [InlineData("/shelf")]
    [InlineData("/plain")]
    [InlineData("/problems")]
    public async Task HEAD_has_the_headers_of_GET_and_no_body(string path)
    {
        await using var shop = await Shop();
        using var got = await shop.Get(path);
        using var head = await Head(shop, path);

        Assert.Equal(HttpStatusCode.OK, head.StatusCode);
        Assert.Equal(got.Headers.ETag, head.Headers.ETag);
        Assert.Equal(got.Content.Headers.ContentType, head.Content.Headers.ContentType);
        Assert.Equal("", await head.Content.ReadAsStringAsync());
        using var next = await shop.Get(path);      // on the same connection: no byte of a body was left on it
        Assert.Equal(HttpStatusCode.OK, next.StatusCode);
    }

    [Fact]
    public async Task HEAD_of_what_is_missing_is_404_and_where_only_POST_is_served_405()
    {
        await using var shop = await Shop();
        using var missing = await Head(shop, "/nothing");
        using var post = await Head(shop, "/order");
        Assert.Equal((HttpStatusCode.NotFound, HttpStatusCode.MethodNotAllowed), (missing.StatusCode, post.StatusCode));
    }

    [Fact]
    public async Task Allow_lists_HEAD_beside_GET()
    {
        await using var shop = await Shop();
        using var response = await shop.Http.DeleteAsync(new Uri("/plain", UriKind.Relative));
        Assert.Equal(["GET", "HEAD"], response.Content.Headers.Allow);
    }
}
