using System.Text.Json;
using Microsoft.AspNetCore.Builder;

namespace Shop.Web.Tests;

public sealed class CursorsTests
{
    private static Task<WebFixture> Shop() => WebFixture.Start(app =>
    {
        static Page<int> List(PageRequest page) => Page.Of([.. Enumerable.Range(page.After<int>() + 1, page.Limit + 1)], page, number => number);
        app.MapGet("/v1/numbers", (PageRequest page, string? currency, string? sort) => List(page));
        app.MapGet("/v1/shelves/{id}/numbers", (string id, PageRequest page) => List(page));
    });

    private static async Task<string> CursorOf(WebFixture shop, string path)
    {
        using var page = await shop.Get(path);
        return JsonDocument.Parse(await page.Content.ReadAsStringAsync()).RootElement.GetProperty("nextCursor").GetString()!;
    }

    [Theory]
    [InlineData("/v1/numbers?currency=USD", "/v1/numbers?currency=EUR")]
    [InlineData("/v1/numbers?currency=USD", "/v1/numbers")]
    [InlineData("/v1/numbers?sort=price", "/v1/numbers?sort=name")]
    [InlineData("/v1/numbers", "/v1/shelves/a/numbers")]
    [InlineData("/v1/shelves/a/numbers", "/v1/shelves/b/numbers")]
    public async Task A_cursor_of_another_list_is_rejected(string first, string second)
    {
        await using var shop = await Shop();
        var cursor = await CursorOf(shop, first);
        await shop.Get($"{second}{(second.Contains('?', StringComparison.Ordinal) ? '&' : '?')}cursor={cursor}").Problem(400, "invalid_cursor");
    }

    [Fact]
    public async Task A_cursor_continues_its_list_with_another_limit_and_its_parameters_in_another_order()
    {
        await using var shop = await Shop();
        var cursor = await CursorOf(shop, "/v1/numbers?currency=USD&sort=price&limit=2");
        using var page = await shop.Get($"/v1/numbers?sort=price&limit=1&cursor={cursor}&currency=USD");
        Assert.Contains("\"items\":[3]", await page.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }
}
