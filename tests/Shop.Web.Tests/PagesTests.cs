using System.Text.Json;
using Microsoft.AspNetCore.Builder;

namespace Shop.Web.Tests;

public sealed class PagesTests
{
    public sealed record Place(int Number);

    private static Task<WebFixture> Shop() => WebFixture.Start(app => app.MapGet("/numbers", (PageRequest page, string? search) =>
    {
        var after = page.After<Place>()?.Number ?? 0;
        var rows = Enumerable.Range(after + 1, 45 - after).Take(page.Limit + 1).ToList();
        return Page.Of(rows, page, row => new Place(row), row => new { Number = row, search });
    }));

    private static async Task<(int Count, string? Cursor, string? Link)> Read(WebFixture shop, string path)
    {
        using var response = await shop.Get(path);
        var page = JsonDocument.Parse(await response.Content.ReadAsStringAsync()).RootElement;
        Assert.Equal(["items", "nextCursor"], page.EnumerateObject().Select(member => member.Name));
        var link = response.Headers.TryGetValues("Link", out var links) ? links.Single() : null;
        return (page.GetProperty("items").GetArrayLength(), page.GetProperty("nextCursor").GetString(), link);
    }

    [Fact]
    public async Task Following_the_cursor_reads_everything_once_and_the_last_page_has_none()
    {
        await using var shop = await Shop();
        var first = await Read(shop, "/numbers");
        var second = await Read(shop, $"/numbers?cursor={first.Cursor}");
        var third = await Read(shop, $"/numbers?cursor={second.Cursor}");
        Assert.Equal((20, 20, 5), (first.Count, second.Count, third.Count));
        Assert.Null(third.Cursor);
        Assert.Null(third.Link);
    }

    [Fact]
    public async Task A_page_that_ends_exactly_at_the_end_is_the_last()
    {
        await using var shop = await Shop();
        Assert.Null((await Read(shop, "/numbers?limit=45")).Cursor);
        Assert.NotNull((await Read(shop, "/numbers?limit=44")).Cursor);
    }

    [Fact]
    public async Task The_next_link_keeps_the_query_and_can_be_followed()
    {
        await using var shop = await Shop();
        var first = await Read(shop, "/numbers?limit=10&search=caf%C3%A9%20%26%20co");
        Assert.Equal($"</numbers?limit=10&search=caf%C3%A9%20%26%20co&cursor={first.Cursor}>; rel=\"next\"", first.Link);
        var second = await Read(shop, first.Link!.Split('<', '>')[1]);
        Assert.Contains($"cursor={second.Cursor}", second.Link, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("0")]
    [InlineData("101")]
    [InlineData("-1")]
    [InlineData("+5")]
    [InlineData("ten")]
    [InlineData("")]
    [InlineData("5&limit=6")]
    public async Task A_limit_outside_1_to_100_is_rejected(string limit)
    {
        await using var shop = await Shop();
        var problem = await shop.Get($"/numbers?limit={limit}").Problem(400, "invalid_limit");
        Assert.Equal(("limit", "invalid_limit"), Assert.Single(problem.Errors()));
    }

    [Theory]
    [InlineData("abc")]
    [InlineData("%20")]
    [InlineData("")]
    [InlineData("!!!!")]
    [InlineData("bnVsbA")]
    [InlineData("eyJudW1iZXIiOiJ4In0")]
    [InlineData("eyJudW1iZXIiOjF9&cursor=eyJudW1iZXIiOjF9")]
    public async Task A_foreign_cursor_is_rejected(string cursor)
    {
        await using var shop = await Shop();
        var problem = await shop.Get($"/numbers?cursor={cursor}").Problem(400, "invalid_cursor");
        Assert.Equal(("cursor", "invalid_cursor"), Assert.Single(problem.Errors()));
    }
}
