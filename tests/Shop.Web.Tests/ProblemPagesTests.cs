using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;

namespace Shop.Web.Tests;

public sealed class ProblemPagesTests
{
    private static class OrdersProblems
    {
        public static readonly ProblemCode NotCancellable =
            new("order_not_cancellable", 409, "Too late <to> cancel", "It has been shipped.");
    }

    private static class ClashingProblems
    {
        public static readonly ProblemCode Other = new("not_found", 410, "Gone", "It is gone.");
    }

    [Fact]
    public async Task A_problem_page_is_served_as_JSON_and_HTML()
    {
        await using var shop = await WebFixture.Start(_ => { }, services => services.AddProblemCodes(typeof(OrdersProblems)));
        using var json = await shop.Get("/problems/order_not_cancellable");
        Assert.Equal(
            "It has been shipped.", JsonDocument.Parse(await json.Content.ReadAsStringAsync()).RootElement.GetProperty("explanation")
            .GetString());
        using var html = await shop.Get("/problems/order_not_cancellable", ("Accept", "text/html"));
        Assert.Equal("text/html", html.Content.Headers.ContentType?.MediaType);
        Assert.Contains("<h1>Too late &lt;to&gt; cancel</h1>", await html.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Every_known_code_has_a_page_and_an_unknown_one_is_a_404()
    {
        await using var shop = await WebFixture.Start(_ => { }, services => services.AddProblemCodes(typeof(OrdersProblems)));
        using var list = await shop.Get("/problems");
        var codes = JsonDocument.Parse(await list.Content.ReadAsStringAsync()).RootElement.EnumerateArray().ToList();
        Assert.Contains(codes, code => code.GetProperty("code").GetString() == "order_not_cancellable");
        foreach (var code in codes)
        {
            using var page = await shop.Get(code.GetProperty("type").GetString()!);
            Assert.Equal(200, (int)page.StatusCode);
        }
        await shop.Get("/problems/never_heard_of").Problem(404, "not_found");
    }

    [Fact]
    public async Task A_code_with_two_meanings_fails_at_startup()
    {
        var error = await Assert.ThrowsAsync<InvalidOperationException>(
            () => WebFixture.Start(_ => { }, services => services.AddProblemCodes(typeof(ClashingProblems))));
        Assert.Contains("'not_found'", error.Message, StringComparison.Ordinal);
    }
}
