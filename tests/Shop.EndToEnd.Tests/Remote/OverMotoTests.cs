using Shop.Testing;

namespace Shop.EndToEnd.Tests;

/// <summary>The infrastructure of the code's own making, in an emulator that is none of ours, with Payments in a process of its own behind it.</summary>
public sealed class OverMotoTests
{
    private static readonly Dictionary<string, string?> Keys = new()
    {
        ["AWS_ACCESS_KEY_ID"] = "emulator", ["AWS_SECRET_ACCESS_KEY"] = "emulator", ["AWS_REGION"] = "us-east-1", ["AWS_EC2_METADATA_DISABLED"] = "true",
    };

    [Fact]
    public async Task An_order_is_confirmed_over_applied_infrastructure_that_has_no_drift()
    {
        Assert.SkipUnless(Moto.IsHere, "Moto's server is not on this machine: pip install 'moto[server]'.");
        await using var moto = await Moto.Start();
        var endpoint = moto.Url.ToString();
        var applied = await ShopCommand.Run("Shop.Tools", Keys, "infra", "apply", "--endpoint", endpoint);
        var drift = await ShopCommand.Run("Shop.Tools", Keys, "infra", "drift", "--endpoint", endpoint);
        Assert.Equal((0, ""), (applied.Code, applied.Errors));
        Assert.Equal((0, "What is deployed matches the code.\n", ""), drift);

        await using var rest = await TestDatabase.CreateAsync(StoreKind.Sqlite);
        await using var its = await TestDatabase.CreateAsync(StoreKind.Sqlite);
        string[] settings = ["--environment", "Development", "--Bus:Modules:payments=Remote", $"--Bus:Aws:ServiceUrl={endpoint}"];
        await using var payments = await ShopProcess.Start([.. its.Settings([]), .. Keys], null, [.. settings, "--modules", "payments"]);
        await using var shop = await ShopProcess.Start([.. rest.Settings([]), .. Keys], null, settings);

        var order = await shop.Http.Ended(await shop.Http.Place(Shopper.Order("PRD-0002")));

        Assert.Equal("confirmed", order.GetProperty("status").GetString());
    }
}
