using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;

namespace Shop.Web.Tests;

public sealed class RateLimitsTests
{
    private static Task<WebFixture> Shop(int requests, string window = "1.00:00:00")
    {
        var settings = new ConfigurationBuilder().AddInMemoryCollection(
            [new("Api:RateLimit:Requests", $"{requests}"), new("Api:RateLimit:Window", window)]).Build();
        return WebFixture.Start(app =>
        {
            app.UseRateLimits();
            app.MapGet("/v1/things", () => "thing");
            app.MapGet("/v1/broken", string () => throw new InvalidOperationException("It is broken."));
            app.MapGet("/ops/things", () => "thing");
            app.MapGet("/health/live", () => "alive");
        }, services => services.AddRateLimits(settings));
    }

    private static string Header(HttpResponseMessage response, string name) => Assert.Single(response.Headers.GetValues(name));

    [Fact]
    public async Task Every_response_has_the_rate_limit_headers()
    {
        await using var shop = await Shop(10);
        using var first = await shop.Get("/v1/things");
        using var failed = await shop.Get("/v1/broken");
        using var missing = await shop.Get("/v1/nothing");

        Assert.Equal("\"default\";q=10;w=86400", Header(first, "RateLimit-Policy"));
        Assert.Equal("\"default\";r=9;t=8640", Header(first, "RateLimit"));
        Assert.StartsWith("\"default\";r=8;", Header(failed, "RateLimit"), StringComparison.Ordinal);
        Assert.StartsWith("\"default\";r=7;", Header(missing, "RateLimit"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_exhausted_caller_gets_the_same_time_in_Retry_After_and_RateLimit()
    {
        await using var shop = await Shop(2);
        (await shop.Get("/v1/things")).Dispose();
        (await shop.Get("/v1/things")).Dispose();

        var rejected = await shop.Get("/v1/things");

        Assert.Equal(TimeSpan.FromHours(12), rejected.Headers.RetryAfter!.Delta);
        Assert.Equal("\"default\";r=0;t=43200", Header(rejected, "RateLimit"));
        await Task.FromResult(rejected).Problem(429, "too_many_requests");
    }

    [Fact]
    public async Task Ops_and_health_requests_do_not_count_for_shoppers()
    {
        await using var shop = await Shop(1);
        (await shop.Get("/v1/things")).Dispose();

        using var operating = await shop.Get("/ops/things");
        using var health = await shop.Get("/health/live");
        using var healthAgain = await shop.Get("/health/live");

        Assert.Equal(
            (HttpStatusCode.OK, HttpStatusCode.OK, HttpStatusCode.OK), (operating.StatusCode, health.StatusCode, healthAgain.StatusCode));
        Assert.False(healthAgain.Headers.Contains("RateLimit"));
    }

    [Fact]
    public async Task Zero_turns_the_limit_off()
    {
        await using var shop = await Shop(0);
        using var response = await shop.Get("/v1/things");
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.False(response.Headers.Contains("RateLimit"));
    }

    [Theory]
    [InlineData(-1, "00:01:00", "Api:RateLimit:Requests is -1")]
    [InlineData(10, "00:00:00", "Api:RateLimit:Window is 00:00:00")]
    public async Task An_invalid_setting_is_named(int requests, string window, string named) =>
        Assert.Contains(
            named, (await Assert.ThrowsAsync<ArgumentException>(() => Shop(requests, window))).Message, StringComparison.Ordinal);
}
