using Shop.Testing;

namespace Shop.EndToEnd.Tests;

/// <summary>Generated orders.</summary>
public sealed class SeedTests
{
    [Fact]
    public async Task A_repeated_seed_after_an_interruption_places_each_order_once()
    {
        await using var database = await TestDatabase.CreateAsync(StoreKind.Sqlite, Repository.Modules);
        await using var shop = await HostedShop.Start(database, "--environment", "Development");
        string[] seed = ["seed", "--orders", "30", "--failures", "50%", "--seed", "7", "--url", shop.Url.ToString()];

        using (var interrupted = ShopCommand.Start("Shop.Cli", [.. seed, "--rate", "4"]))
        {
            await shop.Http.Until("/v1/orders?limit=100", found => found.GetProperty("items").GetArrayLength() > 0);
            interrupted.Kill();
            await interrupted.WaitForExitAsync();
        }
        Assert.InRange(await Orders(shop), 1, 29);
        var (code, output, errors) = await ShopCommand.Cli(seed);

        Assert.True(code == 0 && output.Contains("30 orders accepted, 0 rejected", StringComparison.Ordinal), output + errors);
        Assert.Equal(30, await Orders(shop));
    }

    private static async Task<int> Orders(HostedShop shop) => (await shop.Http.Read("/v1/orders?limit=100")).GetProperty("items").GetArrayLength();
}
