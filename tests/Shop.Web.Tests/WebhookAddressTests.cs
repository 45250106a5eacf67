using System.Net;
using Microsoft.AspNetCore.Builder;

namespace Shop.Web.Tests;

public sealed class WebhookAddressTests
{
    [Theory]
    [InlineData("https://hooks.example.com/shop")]
    [InlineData("https://hooks.example.com:8443/shop?key=1")]
    [InlineData("https://93.184.216.34/")]
    public void A_public_address_may_be_called_over_https(string address) => Assert.Null(WebhookAddress.Refusal(address, development: false));

    [Theory]
    [InlineData("")]
    [InlineData("hooks.example.com")]
    [InlineData("http://hooks.example.com/")]
    [InlineData("ftp://hooks.example.com/")]
    [InlineData("file:///etc/passwd")]
    [InlineData("https://user:password@hooks.example.com/")]
    [InlineData("https://127.0.0.1/")]
    [InlineData("https://[::1]/")]
    [InlineData("https://10.1.2.3/")]
    [InlineData("https://169.254.169.254/latest/meta-data")]
    [InlineData("https://192.168.0.1/")]
    [InlineData("https://[fd00::1]/")]
    [InlineData("https://[::ffff:10.0.0.1]/")]
    [InlineData("https://0.0.0.0/")]
    [InlineData("https://2130706433/")]
    [InlineData("https://0x7f.1/")]
    [InlineData("http://127.0.0.1:5099/")]
    public void What_is_inside_or_not_https_may_not(string address) => Assert.NotNull(WebhookAddress.Refusal(address, development: false));

    [Fact]
    public void In_Development_this_machine_may_be_called_and_no_other_inside()
    {
        Assert.Null(WebhookAddress.Refusal("http://127.0.0.1:5099/", development: true));
        Assert.NotNull(WebhookAddress.Refusal("http://192.168.0.1/", development: true));
        Assert.NotNull(WebhookAddress.Refusal("https://192.168.0.1/", development: true));
    }

    [Fact]
    public async Task A_name_that_stands_for_something_inside_is_not_connected_to()
    {
        await using var shop = await TestShop.Start(app => app.MapPost("/hook", () => "told"));
        using var guarded = new HttpClient(WebhookAddress.Handler(development: false));
        var name = new Uri($"http://localhost:{shop.Address.Port}/hook");

        var refused = await Assert.ThrowsAsync<HttpRequestException>(() => guarded.PostAsync(name, null, TestContext.Current.CancellationToken));

        Assert.Contains("not a public address", refused.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_redirection_is_not_followed()
    {
        await using var shop = await TestShop.Start(app => app.MapPost("/hook", () => Microsoft.AspNetCore.Http.TypedResults.Redirect("/elsewhere", preserveMethod: true)));
        using var guarded = new HttpClient(WebhookAddress.Handler(development: true));

        using var answer = await guarded.PostAsync(new Uri(shop.Address, "/hook"), null, TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.TemporaryRedirect, answer.StatusCode);
    }
}
