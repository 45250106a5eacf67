using Shop.Testing;

namespace Shop.EndToEnd.Tests;

/// <summary>The generated infrastructure in an emulator that is not our own, with Payments in its own process behind it.</summary>
public sealed class OverMotoTests
{
    [Fact]
    public async Task An_order_is_confirmed_over_applied_infrastructure_that_has_no_drift()
    {
        Assert.SkipUnless(Moto.IsHere, "Moto's server is not on this machine: pip install 'moto[server]'.");
        await using var moto = await Moto.Start();
        var endpoint = moto.Url.ToString();
        var applied = await ShopCommand.Tools("infra", "apply", "--endpoint", endpoint);
        var drift = await ShopCommand.Tools("infra", "drift", "--endpoint", endpoint);
        Assert.Equal((0, ""), (applied.Code, applied.Errors));
        Assert.Equal((0, "What is deployed matches the code.\n", ""), drift);

        await using var rest = await TestDatabase.CreateAsync(StoreKind.Sqlite, Repository.Modules);
        await using var its = await TestDatabase.CreateAsync(StoreKind.Sqlite, Repository.Modules);
        string[] settings = ["--environment", "Development", "--Bus:Modules:payments=Remote", $"--Bus:Aws:ServiceUrl={endpoint}"];
        await using var payments = await ShopProcess.Start([.. its.Settings([]), .. ShopCommand.EmulatorKeys], null, [.. settings, "--modules", "payments"]);
        await using var shop = await ShopProcess.Start([.. rest.Settings([]), .. ShopCommand.EmulatorKeys], null, settings);

        var order = await shop.Http.Ended(await shop.Http.Place(Shopper.Order("PRD-0002")));

        Assert.Equal("confirmed", order.GetProperty("status").GetString());
    }
}
