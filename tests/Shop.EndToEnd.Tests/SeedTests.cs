using System.Text.Json;
using Shop.Testing;

namespace Shop.EndToEnd.Tests;

/// <summary>Made-up orders are an operation like any other.</summary>
public sealed class SeedTests
{
    private static Task<ShopProcess> Start(TestDatabase database) => ShopProcess.Start(database, null, "--environment", "Development");

    private static async Task<JsonElement> Only(ShopProcess shop) => Assert.Single((await shop.Http.Read("/ops/operations")).GetProperty("items").EnumerateArray());

    [Fact]
    public async Task Seeding_places_orders_with_the_shop_that_runs_and_can_be_ended_and_taken_up_again()
    {
        await using var database = await TestDatabase.CreateAsync(StoreKind.Sqlite);
        await using var shop = await Start(database);
        string[] to = ["--url", shop.Url.ToString(), "--as", "ada"];

        var seeding = ShopCommand.Run(["seed", "--orders", "30", "--failures", "50%", "--rate", "4", .. to]);
        await shop.Http.Until("/ops/operations", found => found.GetProperty("items").EnumerateArray().Any(seed => seed.GetProperty("done").GetInt64() > 0));
        var running = await Only(shop);
        var id = running.GetProperty("id").GetString()!;
        Assert.Equal(("seed", "running", "ada", 30), (running.GetProperty("kind").GetString(), running.GetProperty("state").GetString(), running.GetProperty("actor").GetString(), running.GetProperty("total").GetInt32()));

        await ShopCommand.Run(["operations", "cancel", id, .. to]);
        var cancelled = await seeding;
        Assert.Equal(1, cancelled.Code);
        Assert.Contains($"Go on with it: seed --resume {id}", cancelled.Output, StringComparison.Ordinal);
        Assert.Contains($"seed --resume {id}", (await ShopCommand.Run(["operations", "resume", id, .. to])).Errors, StringComparison.Ordinal);

        await using (var connection = await database.OpenAsync("orders"))
        {
            await using var faster = connection.CreateCommand();
            faster.CommandText = "update operations set filter = replace(filter, '\"rate\":4', '\"rate\":1000')";
            await faster.ExecuteNonQueryAsync();
        }
        var (code, output, errors) = await ShopCommand.Run(["seed", "--resume", id, .. to]);

        Assert.True(code == 0 && output.Contains("30 orders were taken, 0 refused", StringComparison.Ordinal), output + errors);
        Assert.Equal("finished", (await Only(shop)).GetProperty("state").GetString());
        Assert.Equal(30, (await shop.Http.Read("/v1/orders?limit=100")).GetProperty("items").GetArrayLength());
    }
}
