using System.Diagnostics;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Logging;

namespace Shop.Web.Tests;

public sealed class CorrelationTests
{
    private static Task<WebFixture> Shop() => WebFixture.Start(app => app.MapGet("/seen", (ILogger<CorrelationTests> log) =>
    {
        log.LogInformation("an order was placed");
        return Activity.Current?.GetBaggageItem("correlation.id") ?? "nothing";
    }));

    private static async Task<(string Seen, string Echoed)> See(WebFixture shop, params (string, string)[] headers)
    {
        using var response = await shop.Get("/seen", headers);
        return (await response.Content.ReadAsStringAsync(), response.Headers.GetValues("X-Correlation-Id").Single());
    }

    [Fact]
    public async Task A_clients_correlation_id_reaches_code_log_and_response()
    {
        await using var shop = await Shop();
        Assert.Equal(("trip-7", "trip-7"), await See(shop, ("X-Correlation-Id", "trip-7")));
        var line = Assert.Single(shop.Log.Lines, line => line.Message == "an order was placed");
        Assert.Contains("correlationId:trip-7", line.Scopes);
    }

    [Fact]
    public async Task A_request_without_an_id_gets_a_new_one()
    {
        await using var shop = await Shop();
        var (first, second) = (await See(shop), await See(shop));
        Assert.Equal(first.Seen, first.Echoed);
        Assert.True(Guid.TryParse(first.Seen, out _));
        Assert.NotEqual(first.Seen, second.Seen);
    }

    [Theory]
    [InlineData("two words")]
    [InlineData("tab\there")]
    [InlineData("naïve")]
    [InlineData(" ")]
    public async Task An_id_that_could_forge_a_log_line_is_replaced(string id)
    {
        await using var shop = await Shop();
        Assert.True(Guid.TryParse((await See(shop, ("X-Correlation-Id", id))).Seen, out _));
    }

    [Fact]
    public async Task An_id_has_at_most_128_characters()
    {
        await using var shop = await Shop();
        var maxLength = new string('c', 128);
        Assert.Equal(maxLength, (await See(shop, ("X-Correlation-Id", maxLength))).Seen);
        Assert.NotEqual(maxLength + "c", (await See(shop, ("X-Correlation-Id", maxLength + "c"))).Seen);
    }

    [Fact]
    public async Task Client_baggage_does_not_override_the_id()
    {
        await using var shop = await Shop();
        var headers = new[]
        {
            ("traceparent", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"), ("baggage", "correlation.id=forged"),
            ("X-Correlation-Id", "mine"),
        };
        Assert.Equal("mine", (await See(shop, headers)).Seen);
    }
}
