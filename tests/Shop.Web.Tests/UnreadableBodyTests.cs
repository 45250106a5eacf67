using Microsoft.AspNetCore.Builder;

namespace Shop.Web.Tests;

public sealed class UnreadableBodyTests
{
    public enum Reason { ChangedMind, FoundCheaper }

    public sealed record Line(string Sku, int Quantity);

    public sealed record TestRequest(
        string Name, IReadOnlyList<Line> Items, Reason Reason, decimal Budget = 0, DateTimeOffset? Until = null,
        Dictionary<string, int>? Extras = null);

    private const string Good = """{"name":"a","items":[{"sku":"x","quantity":1}],"reason":"changed_mind"}""";

    private static Task<WebFixture> Shop(string environment = "Production") =>
        WebFixture.Start(app => app.MapPost("/wishes", (TestRequest request) => request), environment: environment);

    [Fact]
    public async Task A_valid_body_is_read_with_snake_case_enums()
    {
        await using var shop = await Shop();
        using var response = await shop.Post("/wishes", Good);
        Assert.Equal(200, (int)response.StatusCode);
        Assert.Contains("\"reason\":\"changed_mind\"", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("nope")]
    [InlineData("{")]
    [InlineData("{\"name\":\"a\",")]
    [InlineData(Good + " x")]
    public async Task A_body_that_is_not_JSON_is_a_400_in_Development_as_in_Production(string body)
    {
        foreach (var environment in new[] { "Development", "Production" })
        {
            await using var shop = await Shop(environment);
            var problem = await shop.Post("/wishes", body).Problem(400, "malformed_json");
            Assert.Contains("line 1, byte", problem.Detail(), StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("""{"name":"a","items":[{"sku":"x","quantity":1,"price":2}],"reason":"changed_mind"}""", "/items/0/price", "unknown_member", "is not known")]
    [InlineData("""{"name":"a","items":[],"reason":"changed_mind","a~b/c.d'e":1}""", "/a~0b~1c.d'e", "unknown_member", "is not known")]
    [InlineData("""{"Name":"a","name":"a","items":[],"reason":"changed_mind"}""", "/Name", "unknown_member", "spelling")]
    [InlineData("""{"name":"a","items":[{"sku":"x","quantity":"1"}],"reason":"changed_mind"}""", "/items/0/quantity", "wrong_type", "a whole number")]
    [InlineData("""{"name":"a","items":[{"sku":"x","quantity":1.5}],"reason":"changed_mind"}""", "/items/0/quantity", "wrong_type", "a whole number")]
    [InlineData("""{"name":"a","items":[{"sku":"x","quantity":1e308}],"reason":"changed_mind"}""", "/items/0/quantity", "wrong_type", "2147483647")]
    [InlineData("""{"name":"a","items":[{"sku":"x","quantity":null}],"reason":"changed_mind"}""", "/items/0/quantity", "wrong_type", "a whole number")]
    [InlineData("""{"name":null,"items":[],"reason":"changed_mind"}""", "/name", "wrong_type", "must be a string")]
    [InlineData("""{"name":5,"items":[],"reason":"changed_mind"}""", "/name", "wrong_type", "must be a string")]
    [InlineData("""{"name":"a","items":{},"reason":"changed_mind"}""", "/items", "wrong_type", "an array")]
    [InlineData("""{"name":"a","items":[5],"reason":"changed_mind"}""", "/items/0", "wrong_type", "an object")]
    [InlineData("""{"name":"a","items":[null],"reason":"changed_mind"}""", "/items", "null_item", "may not hold null")]
    [InlineData("""{"name":"a","items":[],"reason":"bored"}""", "/reason", "wrong_type", "one of 'changed_mind', 'found_cheaper'")]
    [InlineData("""{"name":"a","items":[],"reason":"ChangedMind"}""", "/reason", "wrong_type", "one of 'changed_mind', 'found_cheaper'")]
    [InlineData("""{"name":"a","items":[],"reason":"changed_mind, found_cheaper"}""", "/reason", "wrong_type", "one of")]
    [InlineData("""{"name":"a","items":[],"reason":1}""", "/reason", "wrong_type", "one of")]
    [InlineData("""{"name":"a","items":[],"reason":"changed_mind","budget":1e400}""", "/budget", "wrong_type", "a number")]
    [InlineData("""{"name":"a","items":[],"reason":"changed_mind","until":"tomorrow"}""", "/until", "wrong_type", "RFC 3339")]
    [InlineData("""{"name":"a","items":[],"reason":"changed_mind","extras":{"a.b":"x"}}""", "/extras/a.b", "wrong_type", "a whole number")]
    [InlineData("""{"name":"a","name":"b","items":[],"reason":"changed_mind"}""", "/name", "duplicate_member", "more than once")]
    [InlineData("""{"name":"a","items":[{"sku":"x"}],"reason":"changed_mind"}""", "/items/0/quantity", "missing_member", "is missing")]
    [InlineData("[]", "", "wrong_type", "The body must be an object")]
    [InlineData("5", "", "wrong_type", "The body must be an object")]
    public async Task An_error_in_a_body_has_a_pointer_a_code_and_a_sentence(string body, string pointer, string code, string sentence)
    {
        await using var shop = await Shop();
        var problem = await shop.Post("/wishes", body).Problem(400, "invalid_request");
        Assert.Equal((pointer, code), Assert.Single(problem.Errors()));
        Assert.Contains(sentence, problem.Detail(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task All_missing_members_of_an_object_are_named_at_once()
    {
        await using var shop = await Shop();
        var problem = await shop.Post("/wishes", """{"name":"a"}""").Problem(400, "invalid_request");
        Assert.Equal([("/items", "missing_member"), ("/reason", "missing_member")], problem.Errors());
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    public async Task An_empty_body_and_a_bare_null_are_a_missing_body(string body)
    {
        await using var shop = await Shop();
        await shop.Post("/wishes", body).Problem(400, "body_missing");
    }

    [Fact]
    public async Task Nesting_deeper_than_32_levels_is_rejected()
    {
        await using var shop = await WebFixture.Start(app => app.MapPost("/any", (System.Text.Json.JsonElement any) => any));
        using var deep = await shop.Post("/any", new string('[', 32) + new string(']', 32));
        Assert.Equal(200, (int)deep.StatusCode);
        var problem = await shop.Post("/any", new string('[', 10_000) + new string(']', 10_000)).Problem(400, "malformed_json");
        Assert.Contains("32 levels", problem.Detail(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("text/plain")]
    [InlineData("application/x-www-form-urlencoded")]
    [InlineData("application/json; charset=klingon")]
    public async Task Another_content_type_than_JSON_is_a_415(string contentType)
    {
        await using var shop = await Shop("Development");
        await shop.Post("/wishes", Good, contentType).Problem(415, "unsupported_media_type");
    }
}
