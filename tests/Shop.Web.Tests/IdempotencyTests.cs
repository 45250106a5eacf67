using Microsoft.AspNetCore.Builder;

namespace Shop.Web.Tests;

public sealed class IdempotencyTests
{
    public sealed record TestRequest(string Name, int Quantity);

    private static Task<WebFixture> Shop() => WebFixture.Start(app =>
        app.MapPost(
            "/wishes", (TestRequest request, IdempotencyKey key) => new { key.Value, Fingerprint = RequestFingerprint.Of(request) }));

    private static async Task<HttpResponseMessage> Post(WebFixture shop, string body, params string[] keys)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, "/wishes") { Content = new StringContent(body, null, "application/json") };
        request.Headers.TryAddWithoutValidation("Idempotency-Key", keys);
        return await shop.Http.SendAsync(request);
    }

    [Theory]
    [InlineData("abc-1")]
    [InlineData("\"abc-1\"")]
    public async Task A_key_is_the_same_bare_and_quoted(string sent)
    {
        await using var shop = await Shop();
        using var response = await Post(shop, """{"name":"a","quantity":1}""", sent);
        Assert.Contains("\"value\":\"abc-1\"", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_missing_key_is_reported_before_the_body_is_read()
    {
        await using var shop = await Shop();
        var problem = await Post(shop, "not JSON").Problem(400, "idempotency_key_missing");
        Assert.Equal(("Idempotency-Key", "idempotency_key_missing"), Assert.Single(problem.Errors()));
    }

    [Fact]
    public async Task Two_keys_are_malformed()
    {
        await using var shop = await Shop();
        await Post(shop, "{}", "a", "b").Problem(400, "idempotency_key_malformed");
    }

    [Theory]
    [InlineData("")]
    [InlineData("\"\"")]
    [InlineData("\"")]
    [InlineData("\"a")]
    [InlineData("a b")]
    [InlineData("a\\\"b")]
    [InlineData("schlüssel")]
    [InlineData("a\tb")]
    public void A_key_must_be_visible_ASCII(string header) => Assert.Null(IdempotencyKey.Parse(header));

    [Fact]
    public void A_key_has_at_most_255_characters()
    {
        Assert.NotNull(IdempotencyKey.Parse(new string('k', 255)));
        Assert.NotNull(IdempotencyKey.Parse($"\"{new string('k', 255)}\""));
        Assert.Null(IdempotencyKey.Parse(new string('k', 256)));
    }

    [Fact]
    public async Task The_fingerprint_ignores_whitespace_and_order_but_not_values()
    {
        await using var shop = await Shop();
        async Task<string> Fingerprint(string body)
        {
            using var response = await Post(shop, body, "k");
            return await response.Content.ReadAsStringAsync();
        }
        var first = await Fingerprint("""{"name":"a","quantity":1}""");
        Assert.Equal(first, await Fingerprint("""{ "quantity": 1, "name": "\u0061" }"""));
        Assert.NotEqual(first, await Fingerprint("""{"name":"a","quantity":2}"""));
        Assert.Matches("\"fingerprint\":\"[0-9a-f]{64}\"", first);
    }
}
