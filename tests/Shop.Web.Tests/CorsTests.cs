using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Shop.Web.Tests;

public sealed class CorsTests
{
    private const string Ours = "https://shop.example.com";

    private static Task<WebFixture> Shop(params string[] origins) => Shop(development: false, origins);

    private static Task<WebFixture> Shop(bool development, params string[] origins)
    {
        var settings = new ConfigurationBuilder()
            .AddInMemoryCollection(origins.Select((origin, i) => KeyValuePair.Create($"Api:Cors:Origins:{i}", (string?)origin))).Build();
        return WebFixture.Start(app =>
        {
            app.UseShopCors();
            app.MapGet("/v1/things", () => "thing");
            app.MapGet("/v1/refused", IResult () => Problem.Of(WebProblems.Forbidden, "Not for you."));
            app.MapGet("/v1/broken", string () => throw new InvalidOperationException("It is broken."));
            app.MapGet("/ops/things", () => "thing");
        }, services => services.AddShopCors(settings, development));
    }

    private static string? Allowed(HttpResponseMessage response) =>
        response.Headers.TryGetValues("Access-Control-Allow-Origin", out var origins) ? origins.Single() : null;

    [Theory]
    [InlineData("/v1/things")]
    [InlineData("/v1/refused")]
    [InlineData("/v1/broken")]
    public async Task A_listed_origin_can_read_responses_and_exposed_headers(string path)
    {
        await using var shop = await Shop(Ours);
        using var response = await shop.Get(path, ("Origin", Ours));
        Assert.Equal(Ours, Allowed(response));
        Assert.Contains("ETag", string.Join(',', response.Headers.GetValues("Access-Control-Expose-Headers")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_change_needs_a_preflight_request()
    {
        await using var shop = await Shop(Ours);
        using var request = new HttpRequestMessage(HttpMethod.Options, "/v1/things")
        {
            Headers =
                { { "Origin", Ours }, { "Access-Control-Request-Method", "PUT" },
                { "Access-Control-Request-Headers", "if-match,idempotency-key" } },
        };
        using var response = await shop.Http.SendAsync(request, TestContext.Current.CancellationToken);
        Assert.Equal((HttpStatusCode.NoContent, Ours), (response.StatusCode, Allowed(response)));
    }

    [Fact]
    public async Task Other_origins_are_blocked_and_ops_is_blocked_for_all()
    {
        await using var shop = await Shop(Ours);
        using var other = await shop.Get("/v1/things", ("Origin", "https://other.example.com"));
        using var operating = await shop.Get("/ops/things", ("Origin", Ours));
        Assert.Null(Allowed(other));
        Assert.Null(Allowed(operating));
    }

    [Fact]
    public async Task By_default_no_origin_is_allowed()
    {
        await using var shop = await Shop();
        using var response = await shop.Get("/v1/things", ("Origin", Ours));
        Assert.Null(Allowed(response));
    }

    [Theory]
    [InlineData("http://localhost:5173", true)]
    [InlineData("https://127.0.0.1:8443", true)]
    [InlineData("https://localhost.example.com", false)]
    [InlineData("null", false)]
    public async Task In_Development_loopback_origins_are_allowed_by_default(string origin, bool may)
    {
        await using var shop = await Shop(development: true);
        await using var named = await Shop(development: true, Ours);
        using var response = await shop.Get("/v1/things", ("Origin", origin));
        using var rejected = await named.Get("/v1/things", ("Origin", origin));
        Assert.Equal(may ? origin : null, Allowed(response));
        Assert.Null(Allowed(rejected));
    }

    [Theory]
    [InlineData("shop.example.com")]
    [InlineData("https://shop.example.com/")]
    [InlineData("*")]
    public async Task An_invalid_origin_is_named(string origin) =>
        Assert.Contains(origin, (await Assert.ThrowsAsync<ArgumentException>(() => Shop(origin))).Message, StringComparison.Ordinal);
}
