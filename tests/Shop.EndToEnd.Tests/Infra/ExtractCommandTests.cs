using Shop.Testing;

namespace Shop.EndToEnd.Tests;

/// <summary>The checklist for extracting a module.</summary>
public sealed class ExtractCommandTests
{
    [Theory, EachStore]
    public async Task The_plan_lists_events_tables_settings_traffic_and_what_is_not_ready(StoreKind store)
    {
        await using var database = await TestDatabase.CreateAsync(store, Repository.Modules);
        await using var shop = await HostedShop.Start(database, "--environment", "Development");
        await shop.Http.Ended(await shop.Http.Place(Shopper.Order("PRD-0002")));
        var dead = await shop.Http.Place(Shopper.Order("PRD-0003", token: "tok_poison"));
        await shop.Http.Until($"/v1/orders/{dead}", order => order.GetProperty("status").GetString() == "on_hold");

        var (code, output, errors) = await ShopCommand.Tools("extract", "plan", "payments", "--url", shop.Url.ToString());

        Assert.True(code == 0, errors);
        Assert.Contains("- in: Order Created 1.0 from orders, handled by review-large-orders", output, StringComparison.Ordinal);
        Assert.Contains("- out: Payment Processed 1.0 to orders", output, StringComparison.Ordinal);
        Assert.Contains("- [ ] its own: fraud_reviews, payments, sandbox_charges, sandbox_refunds", output, StringComparison.Ordinal);
        Assert.Contains("`Bus:Modules:payments=Remote`", output, StringComparison.Ordinal);
        Assert.Contains("  - `--modules payments`", output, StringComparison.Ordinal);
        Assert.Contains(" payments-charge-order, ", output, StringComparison.Ordinal);
        Assert.Contains("- in: 2 × Payment Requested, ", output, StringComparison.Ordinal);
        Assert.Contains("- out: 1 × Payment Processed, ", output, StringComparison.Ordinal);
        Assert.Contains("1 dead letters: `shop dlq list --module payments`", output, StringComparison.Ordinal);
        Assert.Contains("`infra drift`", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_plan_of_orders_lists_the_requests_to_route_to_its_process()
    {
        await using var database = await TestDatabase.CreateAsync(StoreKind.Sqlite, Repository.Modules);
        await using var shop = await HostedShop.Start(database, "--environment", "Development");

        var (code, output, errors) = await ShopCommand.Tools("extract", "plan", "orders", "--url", shop.Url.ToString());

        Assert.True(code == 0, errors);
        Assert.Contains("  - POST /v1/orders\n", output, StringComparison.Ordinal);
        Assert.DoesNotContain("/v1/products", output, StringComparison.Ordinal);
        Assert.Contains("- out: Order Created 1.0 to ", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_unknown_module_is_rejected()
    {
        var (code, _, errors) = await ShopCommand.Tools("extract", "plan", "bank");

        Assert.Equal(2, code);
        Assert.StartsWith("There is no module \"bank\"", errors, StringComparison.Ordinal);
    }
}
