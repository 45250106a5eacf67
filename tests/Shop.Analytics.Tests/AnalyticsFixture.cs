using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Shop.Events;
using Shop.Testing;
using Shop.Web;

namespace Shop.Analytics.Tests;

/// <summary>The analytics module behind HTTP with its own database, optionally with publishers.</summary>
internal sealed class AnalyticsFixture(TestDatabase database, ShopOverHttp http) : IAsyncDisposable
{
    public ShopUnderTest Shop => http.Shop;

    public HttpClient Http => http.Http;

    public static async Task<AnalyticsFixture> Open(StoreKind store, params IModule[] beside)
    {
        var database = await TestDatabase.CreateAsync(store);
        return new AnalyticsFixture(database, await ShopOverHttp.Start(database, [new AnalyticsModule(), .. beside]));
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
        {
            await using var connection = await database.OpenAsync("analytics");
            await using var command = connection.CreateCommand();
            command.CommandText = $"select * from {table}";
            await using var row = await command.ExecuteReaderAsync();
            while (await row.ReadAsync())
                lines.Add($"{table}: {string.Join(", ", Enumerable.Range(0, row.FieldCount).Select(column => row.IsDBNull(column) ? "-" : row.GetValue(column).ToString()))}");
        }
        return [.. lines.Order(StringComparer.Ordinal)];
    }

    public async Task Run(string sql)
    {
        await using var connection = await database.OpenAsync("analytics");
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        await command.ExecuteNonQueryAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await http.DisposeAsync();
        await database.DisposeAsync();
    }
}
