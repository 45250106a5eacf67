using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Shop.Web.Tests;

public sealed class QueryParametersTests
{
    public sealed record Span(UtcTime? From, UtcTime? Until);

    private static Task<WebFixture> Shop() => WebFixture.Start(app =>
    {
        app.MapGet("/v1/books/{shelf}", (string shelf, PageRequest page, string? author, TimeProvider clock) => new { shelf, page.Limit, author });
        app.MapGet("/ops/report", ([AsParameters] Span span) => new { from = span.From?.Value });
        app.MapPost("/v1/books", () => TypedResults.NoContent());
        app.MapGet("/elsewhere", () => TypedResults.NoContent());
    });

    [Theory]
    [InlineData("/ops/report?from=2026-01-05&to=2026-01-06", "to", "It has from, until.")]
    [InlineData("/ops/report?untill=2026-01-06", "untill", "Do you mean 'until'?")]
    [InlineData("/v1/books/a?autor=ada", "autor", "Do you mean 'author'?")]
    [InlineData("/v1/books/a?curser=x&limit=5", "curser", "Do you mean 'cursor'?")]
    [InlineData("/v1/books/a?shelf=b", "shelf", "It has author, cursor, limit.")]
    public async Task An_unknown_parameter_is_rejected_with_the_nearest_known_one(string path, string name, string hint)
    {
        await using var shop = await Shop();
        var problem = await shop.Get(path).Problem(400, "unknown_parameter");
        Assert.Equal((name, "unknown_parameter"), Assert.Single(problem.Errors()));
        Assert.EndsWith(hint, problem.Detail(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_change_has_no_unknown_parameters_either()
    {
        await using var shop = await Shop();
        await shop.Post("/v1/books?dryRun=true", "{}").Problem(400, "unknown_parameter");
    }

    [Theory]
    [InlineData("/v1/books/a?limit=5&cursor&author=ada")]
    [InlineData("/v1/books/a?LIMIT=5")]
    [InlineData("/ops/report?from=2026-01-05")]
    [InlineData("/elsewhere?utm_source=mail")]
    public async Task Known_parameters_and_other_pages_are_served(string path)
    {
        await using var shop = await Shop();
        using var response = await shop.Get(path.Replace("&cursor", "", StringComparison.Ordinal));
        Assert.True(response.IsSuccessStatusCode);
    }

    [Theory]
    [InlineData("2026-01-05T08:00:00Z", "2026-01-05T08:00:00+00:00")]
    [InlineData("2026-01-05T08:00Z", "2026-01-05T08:00:00+00:00")]
    [InlineData("2026-01-05T08:00:00.1234567%2B02:00", "2026-01-05T08:00:00.1234567+02:00")]
    [InlineData("2026-01-05", "2026-01-05T00:00:00+00:00")]
    public async Task A_time_has_an_offset_or_is_a_date_in_UTC(string sent, string read)
    {
        await using var shop = await Shop();
        using var response = await shop.Get($"/ops/report?from={sent}");
        Assert.Equal($$"""{"from":"{{read}}"}""", (await response.Content.ReadAsStringAsync()).Replace("\\u002B", "+", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("05/01/2026")]
    [InlineData("2026-01-05T08:00:00")]
    [InlineData("2026-01-05 08:00:00Z")]
    [InlineData("2026-01-05T08:00:00+02:00")]
    [InlineData("2026-02-30")]
    [InlineData("5 Jan 2026")]
    [InlineData("08:00")]
    [InlineData("now")]
    public async Task A_time_in_any_other_form_is_rejected(string sent)
    {
        await using var shop = await Shop();
        var problem = await shop.Get($"/ops/report?from={sent.Replace(" ", "%20", StringComparison.Ordinal)}").Problem(400, "invalid_parameter");
        Assert.Contains("RFC 3339", problem.Detail(), StringComparison.Ordinal);
        Assert.Equal("from", Assert.Single(problem.Errors()).Place);
    }

    public sealed record Replay(DateTimeOffset? From);

    [Theory]
    [InlineData("2026-01-05T08:00:00")]
    [InlineData("2026-01-05")]
    public async Task A_time_in_a_body_has_an_offset(string sent)
    {
        await using var shop = await WebFixture.Start(app => app.MapPost("/replays", (Replay replay) => replay));
        var problem = await shop.Post("/replays", $$"""{"from":"{{sent}}"}""").Problem(400, "invalid_request");
        Assert.Equal(("/from", "wrong_type"), Assert.Single(problem.Errors()));
        using var accepted = await shop.Post("/replays", """{"from":"2026-01-05T08:00:00Z"}""");
        Assert.Equal(HttpStatusCode.OK, accepted.StatusCode);
    }
}
