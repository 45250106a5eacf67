using System.Net;
using System.Net.Sockets;

namespace Shop.Web.Tests;

public sealed class WebhookAddressTests
{
    [Theory]
    [InlineData("127.0.0.1"), InlineData("10.1.2.3"), InlineData("172.16.0.1"), InlineData("192.168.1.1"), InlineData("169.254.169.254"), InlineData("100.64.0.1"), InlineData("0.0.0.0")]
    [InlineData("224.0.0.1"), InlineData("::1"), InlineData("::"), InlineData("fe80::1"), InlineData("fd00::1"), InlineData("::ffff:10.0.0.1"), InlineData("::ffff:169.254.169.254")]
    [InlineData("64:ff9b::a00:1"), InlineData("2002:a00:1::")]
    public void An_address_that_is_not_public_may_not_be_called(string address) =>
        Assert.False(WebhookAddress.Parse("Hook", "https://hooks.example.com/1", loopback: false).MayCall(IPAddress.Parse(address)));

    [Theory]
    [InlineData("93.184.216.34"), InlineData("2606:2800:220:1:248:1893:25c8:1946")]
    public void A_public_address_may(string address) =>
        Assert.True(WebhookAddress.Parse("Hook", "https://hooks.example.com/1", loopback: false).MayCall(IPAddress.Parse(address)));

    [Fact]
    public async Task A_name_that_stands_for_this_machine_is_not_connected_to()
    {
        using var inside = new TcpListener(IPAddress.Loopback, 0);
        inside.Start();
        var address = WebhookAddress.Parse("Hook", $"https://localhost:{((IPEndPoint)inside.LocalEndpoint).Port}/", loopback: false);
        using var client = address.CreateClient(TimeSpan.FromSeconds(5));

        var refused = await Assert.ThrowsAsync<HttpRequestException>(() => client.GetAsync(address.Url, TestContext.Current.CancellationToken));

        Assert.Contains("is not a public address", refused.ToString(), StringComparison.Ordinal);
        Assert.False(inside.Pending());
    }

    [Theory]
    [InlineData("http://hooks.example.com/1", "go over https")]
    [InlineData("https://user:secret@hooks.example.com/1", "without a user name")]
    [InlineData("ftp://hooks.example.com/1", "go over https")]
    [InlineData("/relative", "")]
    [InlineData("https://evil.example.com/1", "not one of the hosts that are allowed: hooks.example.com")]
    [InlineData("https://hooks.example.com.evil.example/1", "not one of the hosts that are allowed")]
    public void An_address_that_leads_elsewhere_is_refused_by_name(string address, string says)
    {
        var refused = Assert.Throws<ArgumentException>(() => WebhookAddress.Parse("Hook", address, loopback: true, ["hooks.example.com"]));

        Assert.StartsWith("Hook ", refused.Message, StringComparison.Ordinal);
        Assert.Contains(says, refused.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", refused.Message, StringComparison.Ordinal);
    }
}
