using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Shop.Events;
using Shop.Testing;
using Shop.Web;

namespace Shop.Analytics.Tests;

/// <summary>The analytics module alone, or beside publishers.</summary>
internal sealed class AnalyticsFixture(IReadOnlyList<IModule> beside) : ModuleFixture<AnalyticsModule>
{
    protected override IReadOnlyList<IModule> Beside => beside;

    public static async Task<AnalyticsFixture> Open(StoreKind store, params IModule[] beside)
    {
        var fixture = new AnalyticsFixture(beside);
        await fixture.Start(store);
        return fixture;
    }

    /// <summary>Delivers events in batches, as a transport would.</summary>
    public async Task Receive(IEnumerable<Envelope> events, int batchSize = 50)
    {
        foreach (var batch in events.Chunk(batchSize))
            await Shop.ReceiveBatch("analytics", batch);
    }

    public async Task<IReadOnlyList<T>> Report<T>(string name, string query)
    {
        using var response = await Http.GetAsync(new Uri($"/ops/analytics/{name}?{query}", UriKind.Relative));
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        var report = await response.Content.ReadFromJsonAsync<JsonElement>();
        return report.GetProperty("items").Deserialize<IReadOnlyList<T>>(ShopJson.Options)!;
    }

    public async Task<(HttpStatusCode Status, JsonElement Body)> Rebuild()
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/ops/analytics/rebuild");
        request.Headers.Add("X-Operator", "tester");
        using var response = await Http.SendAsync(request);
        return (response.StatusCode, await response.Content.ReadFromJsonAsync<JsonElement>());
    }

    /// <summary>All rows of all tables, one line each.</summary>
    public async Task<IReadOnlyList<string>> Counted()
    {
        var lines = new List<string>();
        foreach (var table in (string[])["orders", "lines", "refunds"])
            lines.AddRange(await Query($"select * from {table}", row => $"{table}: "
                + string.Join(", ", Enumerable.Range(0, row.FieldCount).Select(column => row.IsDBNull(column) ? "-" : row.GetValue(column).ToString()))));
        return [.. lines.Order(StringComparer.Ordinal)];
    }
}
