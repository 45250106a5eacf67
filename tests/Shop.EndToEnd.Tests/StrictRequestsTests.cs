using System.Net;
using Shop.Testing;

namespace Shop.EndToEnd.Tests;

/// <summary>What operators ask for is read exactly, or rejected with the reason.</summary>
public sealed class StrictRequestsTests(ShopFixture shop)
{
    private static readonly string Unknown = Guid.NewGuid().ToString();

    public static TheoryData<string, int, string> Requests => new()
    {
        { "/ops/analytics/orders?by=day&from=05/01/2026", 400, "invalid_parameter" },
        { "/ops/analytics/orders?by=day&from=2026-01-05T00:00:00", 400, "invalid_parameter" },
        { "/ops/analytics/orders?by=day&from=2026-01-05&to=2026-01-06", 400, "unknown_parameter" },
        { "/ops/analytics/orders?by=day&from=0001-01-01T00:00:00Z", 400, "period_invalid" },
        { "/ops/analytics/products?top=0", 400, "invalid_parameter" },
        { "/ops/analytics/products?top=101", 400, "invalid_parameter" },
        { "/ops/events?since=2026-01-05T00:00:00", 400, "invalid_parameter" },
        { "/ops/events?detail-type=x", 400, "unknown_parameter" },
        { "/ops/dead-letters?until=yesterday", 400, "invalid_parameter" },
        { "/ops/dead-letters/causes?since=1/2/2026", 400, "invalid_parameter" },
        { "/v1/orders?customer=CUST-1", 400, "unknown_parameter" },
        { "/ops/operations/abc", 404, "operation_not_found" },
        { "/ops/operations/abc/stream", 404, "operation_not_found" },
        { $"/ops/operations/{Unknown}", 404, "operation_not_found" },
        { "/ops/dead-letters/abc", 404, "dead_letter_not_found" },
        { "/ops/events/abc", 404, "event_not_found" },
        { "/ops/events/abc/deliveries", 404, "event_not_found" },
        { $"/ops/events/{Unknown}/deliveries", 404, "event_not_found" },
        { "/v1/orders/ORD-NOTHING/shipments", 404, "order_not_found" },
    };

    [Theory, MemberData(nameof(Requests))]
    public async Task A_request_that_means_something_else_is_rejected(string path, int status, string code)
    {
        using var response = await (await shop.On(StoreKind.Sqlite)).GetAsync(new Uri(path, UriKind.Relative));
        Assert.Equal((status, code), ((int)response.StatusCode, (await response.Json()).GetProperty("code").GetString()));
    }

    [Theory]
    [InlineData("/ops/operations/abc/cancel")]
    [InlineData("/ops/operations/abc/resume")]
    public async Task An_operation_that_is_no_id_is_not_found(string path)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Headers = { { "X-Operator", "grace" } } };
        using var response = await (await shop.On(StoreKind.Sqlite)).SendAsync(request);
        Assert.Equal((404, "operation_not_found"), ((int)response.StatusCode, (await response.Json()).GetProperty("code").GetString()));
    }

    [Fact]
    public async Task Events_since_long_ago_are_all_events()
    {
        var all = await (await shop.On(StoreKind.Sqlite)).Read("/ops/events?since=1960-01-01");
        Assert.NotEmpty(all.GetProperty("items").EnumerateArray());
    }

    [Theory]
    [InlineData("/v1/products")]
    [InlineData("/v1/categories")]
    [InlineData("/ops/modules")]
    [InlineData("/schemas")]
    [InlineData("/schemas/asyncapi.json")]
    [InlineData("/openapi/v1.json")]
    [InlineData("/health/ready")]
    [InlineData("/scalar/")]
    [InlineData("/problems")]
    public async Task HEAD_is_answered_wherever_GET_is(string path)
    {
        var http = await shop.On(StoreKind.Sqlite);
        using var head = await http.SendAsync(new HttpRequestMessage(HttpMethod.Head, path));
        Assert.Equal(HttpStatusCode.OK, head.StatusCode);
        Assert.Equal("", await head.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task A_schema_is_not_sent_again_to_a_client_behind_a_compressing_proxy()
    {
        var http = await shop.On(StoreKind.Sqlite);
        using var first = await http.GetAsync(new Uri("/schemas/asyncapi.json", UriKind.Relative));
        using var request = new HttpRequestMessage(HttpMethod.Get, "/schemas/asyncapi.json");
        request.Headers.TryAddWithoutValidation("If-None-Match", $"W/{first.Headers.ETag}");
        using var again = await http.SendAsync(request);
        Assert.Equal(HttpStatusCode.NotModified, again.StatusCode);
    }

    [Theory]
    [InlineData("dlq", "redrive", "--since", "2026-01-05T08:00:00")]
    [InlineData("dlq", "discard", "--until", "05/01/2026")]
    [InlineData("dlq", "list", "--since", "yesterday")]
    [InlineData("replay", "--from", "2026-01-05 08:00")]
    [InlineData("replay", "--until", "2026-01-05T08:00:00")]
    [InlineData("events", "list", "--since", "8:00")]
    public async Task The_command_line_takes_no_time_without_an_offset(params string[] typed)
    {
        var (code, _, errors) = await ShopCommand.Cli(typed);
        Assert.Equal(1, code);
        Assert.Contains("RFC 3339", errors, StringComparison.Ordinal);
    }
}
