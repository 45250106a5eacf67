using System.Net;
using Microsoft.AspNetCore.Builder;

namespace Shop.Web.Tests;

public sealed class WebhookAddressTests
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(30);

    [Theory]
    [InlineData("https://hooks.example.com/shop")]
    [InlineData("https://hooks.example.com:8443/shop?key=1")]
    public void A_public_https_address_is_allowed(string address) =>
        Assert.Equal(new Uri(address), WebhookAddressGuard.Parse("Hook", address, loopback: false).Url);

    [Theory]
    [InlineData("")]
    [InlineData("hooks.example.com")]
    [InlineData("http://hooks.example.com/")]
    [InlineData("ftp://hooks.example.com/")]
    [InlineData("file:///etc/passwd")]
    [InlineData("https://user:password@hooks.example.com/")]
    [InlineData("http://127.0.0.1:5099/")]
    [InlineData("https://hooks.exa\u202Emple.com/")]
    [InlineData("https://hooks.example.com/\u200B")]
    [InlineData("https://hooks.example.com/\n")]
    public void An_address_without_https_with_credentials_or_with_what_cannot_be_seen_is_rejected(string address) =>
        Assert.Contains(
            "Hook", Assert.Throws<ArgumentException>(() => WebhookAddressGuard.Parse("Hook", address, loopback: false)).Message,
            StringComparison.Ordinal);

    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("::1")]
    [InlineData("10.1.2.3")]
    [InlineData("169.254.169.254")]
    [InlineData("172.31.0.1")]
    [InlineData("192.168.0.1")]
    [InlineData("100.64.0.1")]
    [InlineData("0.0.0.0")]
    [InlineData("fd00::1")]
    [InlineData("fe80::1")]
    [InlineData("::ffff:10.0.0.1")]
    [InlineData("64:ff9b::a00:1")]
    [InlineData("2002:a00:1::")]
    [InlineData("224.0.0.1")]
    [InlineData("::")]
    [InlineData("::ffff:169.254.169.254")]
    public void An_internal_address_is_rejected(string address) =>
        Assert.False(WebhookAddressGuard.Parse("Hook", "https://hooks.example.com/", loopback: true).MayCall(IPAddress.Parse(address)));

    [Fact]
    public void Loopback_is_allowed_only_when_requested()
    {
        var here = WebhookAddressGuard.Parse("Hook", "http://127.0.0.1:5099/", loopback: true);
        Assert.True(here.MayCall(IPAddress.Loopback));
        Assert.False(here.MayCall(IPAddress.Parse("192.168.0.1")));
    }

    [Fact]
    public async Task A_host_that_resolves_to_an_internal_address_is_not_called()
    {
        await using var shop = await WebFixture.Start(app => app.MapPost("/hook", () => "told"));
        using var guarded = WebhookAddressGuard.Parse("Hook", $"https://localhost:{shop.Address.Port}/hook", loopback: false)
            .CreateClient(Timeout);

        var rejected =
            await Assert.ThrowsAsync<HttpRequestException>(() => guarded.PostAsync("", null, TestContext.Current.CancellationToken));

        Assert.Contains("an address that is not public", rejected.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_redirect_is_not_followed()
    {
        await using var shop =
            await WebFixture.Start(
            app => app.MapPost("/hook", () => Microsoft.AspNetCore.Http.TypedResults.Redirect("/elsewhere", preserveMethod: true)));
        using var guarded = WebhookAddressGuard.Parse("Hook", $"{shop.Address}hook", loopback: true).CreateClient(Timeout);

        using var response = await guarded.PostAsync("", null, TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.TemporaryRedirect, response.StatusCode);
    }

    [Theory]
    [InlineData("http://hooks.example.com/1", "Webhooks require https")]
    [InlineData("https://user:secret@hooks.example.com/1", "without a user name")]
    [InlineData("ftp://hooks.example.com/1", "Webhooks require https")]
    [InlineData("/relative", "")]
    [InlineData("https://evil.example.com/1", "not one of the allowed hosts: hooks.example.com")]
    [InlineData("https://hooks.example.com.evil.example/1", "not one of the allowed hosts")]
    public void An_address_outside_the_allowed_hosts_is_rejected(string address, string publishes)
    {
        var rejected =
            Assert.Throws<ArgumentException>(() => WebhookAddressGuard.Parse("Hook", address, loopback: true, ["hooks.example.com"]));

        Assert.StartsWith("Hook ", rejected.Message, StringComparison.Ordinal);
        Assert.Contains(publishes, rejected.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", rejected.Message, StringComparison.Ordinal);
    }
}
