using System.Net;
using System.Net.Http.Json;
using System.Text.Json;

namespace Shop.Analytics.Tests;

public sealed class PeriodTests
{
    [Theory]
    [InlineData("by=minute&from=2026-03-01T00:00:00Z&until=2026-03-03T00:00:00Z", "period_invalid")]
    [InlineData("from=2026-03-02T00:00:00Z&until=2026-03-01T00:00:00Z", "period_invalid")]
    [InlineData("by=17", "invalid_parameter")]
    [InlineData("by=fortnight", "invalid_parameter")]
    public async Task An_invalid_period_is_rejected(string query, string code)
    {
        await using var analytics = await AnalyticsFixture.Open(StoreKind.Sqlite);

        using var response = await analytics.Http.GetAsync(new Uri("/ops/analytics/orders?" + query, UriKind.Relative));

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Equal(code, (await response.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("code").GetString());
    }
}
