using System.Net;
using System.Text.Json;
using Shop.Events;
using Shop.Testing;

namespace Shop.EndToEnd.Tests;

/// <summary>The schemas over HTTP, and the running shop's events against them.</summary>
public sealed class SchemaApiTests(ShopFixture running)
{
    [Fact]
    public async Task Every_schema_that_is_listed_is_served()
    {
        var shop = await running.On(StoreKind.Sqlite);

        var list = await shop.Read("/schemas");

        var links = list.GetProperty("items").EnumerateArray()
            .SelectMany(item => new[] { "schema", "openApi", "example" }.Select(name => item.GetProperty(name).GetString()!))
            .Append(list.GetProperty("asyncApi").GetString()!).ToList();
        Assert.True(links.Count > 50);
        foreach (var link in links)
            Assert.Equal(JsonValueKind.Object, (await shop.Read(link)).ValueKind);
    }

    [Fact]
    public async Task A_schema_is_the_committed_one_and_is_cached_by_its_ETag()
    {
        var shop = await running.On(StoreKind.Sqlite);

        using var first = await shop.GetAsync("/schemas/ProductListed.v2.json");
        using var asked = new HttpRequestMessage(HttpMethod.Get, "/schemas/ProductListed.v2.json");
        asked.Headers.IfNoneMatch.Add(first.Headers.ETag!);
        using var second = await shop.SendAsync(asked);

        Assert.Equal("application/schema+json", first.Content.Headers.ContentType?.MediaType);
        Assert.True(first.Headers.CacheControl!.Public);
        Assert.Equal(
            await File.ReadAllTextAsync(Path.Combine(Repository.Root, "src/Modules/Catalog/Shop.Catalog.Contracts/schemas/ProductListed.v2.json")),
            await first.Content.ReadAsStringAsync());
        Assert.Equal(HttpStatusCode.NotModified, second.StatusCode);
    }

    [Fact]
    public async Task An_unknown_schema_is_a_problem_with_a_code()
    {
        var shop = await running.On(StoreKind.Sqlite);

        using var answer = await shop.GetAsync("/schemas/OrderLost.v1.json");

        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        Assert.Equal("schema_not_found", (await answer.Json()).GetProperty("code").GetString());
    }

    [Theory, EachStore]
    public async Task Every_published_event_fits_its_schema(StoreKind store)
    {
        var (shop, database) = (await running.On(store), await running.Database(store));
        await shop.Ended(await shop.Place(Shopper.Order("PRD-0004", 2)));
        await shop.Ended(await shop.Place(Shopper.Order("PRD-0005", 1, "tok_declined")));
        await shop.Ended(await shop.Place(Shopper.Order("PRD-0006")));
        await shop.Ended(await shop.Place(Shopper.Order("PRD-0017")));
        var cancelled = await shop.Place(Shopper.Order("PRD-0007"));
        await shop.Ended(cancelled);
        using var _ = await shop.PostAsync($"/v1/orders/{cancelled}/cancel", null);
        await shop.Until($"/v1/orders/{cancelled}/timeline", timeline => timeline.GetProperty("events").EnumerateArray()
            .Any(published => published.GetProperty("detailType").GetString() == "Payment Voided"));

        var published = new HashSet<string>();
        foreach (var module in Repository.Modules)
            foreach (var envelope in await PublishedBy(module, database))
                published.Add(Fits(envelope, module));
        Assert.Superset(
            new HashSet<string>
            {
                "Product Listed 1.0", "Product Listed 2.0", "Stock Replenished 1.0", "Order Created 1.0", "Order Confirmed 1.0", "Order Cancelled 1.0",
                "Inventory Reserved 1.0", "Inventory Released 1.0", "Inventory Reservation Failed 1.0", "Payment Requested 1.0", "Payment Processed 1.0",
                "Payment Failed 1.0", "Payment Voided 1.0", "Refund Requested 1.0", "Fraud Check Passed 1.0",
            },
            published);
    }

    private static string Fits(JsonElement envelope, string module)
    {
        var read = Envelope.Parse(JsonSerializer.SerializeToUtf8Bytes(envelope));
        var contracts = System.Reflection.Assembly.Load($"Shop.{char.ToUpperInvariant(module[0])}{module[1..]}.Contracts");
        var contract = EventContract.AllIn(contracts).Concat(BusEvents.Published).Single(one => one.DetailType == read.DetailType && one.Version == read.Metadata.Version);
        Assert.Empty(EventSchema.Of(contract).Check(envelope, UnknownFields.Refused));
        return contract.ToString();
    }

    private static async Task<List<JsonElement>> PublishedBy(string module, TestDatabase database)
    {
        await using var connection = await database.OpenAsync(module);
        await using var command = connection.CreateCommand();
        command.CommandText = "select envelope from archive union all select envelope from outbox";
        await using var row = await command.ExecuteReaderAsync();
        var published = new List<JsonElement>();
        while (await row.ReadAsync())
            published.Add(JsonSerializer.Deserialize<JsonElement>(row.GetString(0)));
        return published;
    }
}
