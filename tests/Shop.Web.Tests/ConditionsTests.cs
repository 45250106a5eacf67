using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Shop.Web.Tests;

public sealed class ConditionsTests
{
    public sealed record Shelf(int Books);

    private Shelf _shelf = new(3);

    private Task<WebFixture> Shop() => WebFixture.Start(app =>
    {
        app.MapGet("/shelf", () => Tagged.Of(_shelf));
        app.MapPut("/shelf", IResult (IfMatch seen, HttpContext http) =>
        {
            if (seen.Check(_shelf) is { } stale)
                return stale;
            _shelf = new Shelf(_shelf.Books + 1);
            return TypedResults.Ok(http.Tagged(_shelf));
        });
        app.MapDelete("/shelf", IResult (IfMatch? seen) => seen?.Check(_shelf) is { } stale ? stale : TypedResults.NoContent());
        app.MapGet("/pages", (PageRequest page) => Page.Of([_shelf], page, shelf => shelf.Books));
    });

    private static Task<HttpResponseMessage> Send(WebFixture shop, HttpMethod method, string? ifMatch)
    {
        var request = new HttpRequestMessage(method, "/shelf");
        if (ifMatch is not null)
            request.Headers.TryAddWithoutValidation("If-Match", ifMatch);
        return shop.Http.SendAsync(request);
    }

    private static async Task<string> Tag(WebFixture shop)
    {
        using var response = await shop.Get("/shelf");
        return response.Headers.ETag!.ToString();
    }

    [Theory]
    [InlineData("/shelf")]
    [InlineData("/pages")]
    public async Task A_matching_If_None_Match_returns_304(string path)
    {
        await using var shop = await Shop();
        using var first = await shop.Get(path);
        var tag = first.Headers.ETag!.ToString();

        using var again = await shop.Get(path, ("If-None-Match", $"\"other\", W/{tag}"));
        _shelf = new Shelf(9);
        using var changed = await shop.Get(path, ("If-None-Match", tag));

        Assert.Equal((HttpStatusCode.NotModified, ""), (again.StatusCode, await again.Content.ReadAsStringAsync()));
        Assert.Equal(tag, again.Headers.ETag!.ToString());
        Assert.Equal(HttpStatusCode.OK, changed.StatusCode);
        Assert.NotEqual(tag, changed.Headers.ETag!.ToString());
    }

    [Fact]
    public async Task A_change_with_the_current_ETag_returns_the_next_ETag()
    {
        await using var shop = await Shop();
        using var changed = await Send(shop, HttpMethod.Put, await Tag(shop));
        Assert.Equal(HttpStatusCode.OK, changed.StatusCode);
        Assert.Equal(await Tag(shop), changed.Headers.ETag!.ToString());
    }

    [Theory]
    [InlineData("\"other\"")]
    [InlineData("W/\"other\"")]
    public async Task A_change_with_a_stale_ETag_is_rejected_with_the_current_one(string seen)
    {
        await using var shop = await Shop();
        var response = await Send(shop, HttpMethod.Put, seen);
        Assert.Equal(await Tag(shop), response.Headers.ETag!.ToString());
        await Task.FromResult(response).Problem(412, "precondition_failed");
        Assert.Equal(3, _shelf.Books);
    }

    [Theory]
    [InlineData("W/\"{0}\"")]
    [InlineData("\"{0}-gzip\"")]
    [InlineData("W/\"{0}--br\"")]
    public async Task A_tag_that_a_compressing_proxy_changed_still_names_the_content(string made)
    {
        await using var shop = await Shop();
        var seen = string.Format(System.Globalization.CultureInfo.InvariantCulture, made, (await Tag(shop)).Trim('"'));

        using var again = await shop.Get("/shelf", ("If-None-Match", seen));
        using var changed = await Send(shop, HttpMethod.Put, seen);
        await Send(shop, HttpMethod.Put, seen).Problem(412, "precondition_failed");

        Assert.Equal((HttpStatusCode.NotModified, HttpStatusCode.OK), (again.StatusCode, changed.StatusCode));
    }

    [Fact]
    public async Task A_missing_If_Match_is_rejected_only_where_required()
    {
        await using var shop = await Shop();
        await Send(shop, HttpMethod.Put, null).Problem(428, "precondition_required");
        using var deleted = await Send(shop, HttpMethod.Delete, null);
        Assert.Equal(HttpStatusCode.NoContent, deleted.StatusCode);
        await Send(shop, HttpMethod.Delete, "\"other\"").Problem(412, "precondition_failed");
    }

    [Fact]
    public async Task An_invalid_ETag_is_rejected()
    {
        await using var shop = await Shop();
        await Send(shop, HttpMethod.Put, "v7").Problem(400, "invalid_parameter");
    }

    [Fact]
    public async Task A_star_matches_any_state()
    {
        await using var shop = await Shop();
        using var changed = await Send(shop, HttpMethod.Put, "*");
        Assert.Equal(HttpStatusCode.OK, changed.StatusCode);
    }
}
