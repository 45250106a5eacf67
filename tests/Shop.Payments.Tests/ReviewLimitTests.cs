using Shop.Payments.Contracts;
using Shop.Testing;
using static Shop.Payments.Tests.PaymentsFixture;

namespace Shop.Payments.Tests;

public sealed class ReviewLimitTests
{
    [Fact]
    public async Task Large_orders_per_day_are_counted_across_two_processes()
    {
        await using var database = await TestDatabase.CreateAsync(StoreKind.Postgres);
        (string, string)[] settings = [("Payments:Fraud:ReviewFromOrdersPerDay", "2")];
        await using var one = await Open(database, null, settings);
        await using var other = await Open(database, null, settings);

        await Task.WhenAll(Enumerable.Range(0, 20).Select(i => (i % 2 == 0 ? one : other).Shop.Receive(Created(1200, order: $"ORD-{i}"))));
        await one.Shop.Settle();

        Assert.Single(await one.Published<FraudCheckPassed>());
        Assert.Equal(19, (await one.Published<FraudReviewRequested>()).Count);
    }

    [Theory]
    [InlineData("Payments:Fraud:RejectedCountries:0", "UK")]
    [InlineData("Payments:Fraud:ReviewCountries:0", "EU")]
    public async Task A_setting_with_a_country_that_does_not_exist_is_rejected_at_start(string setting, string country)
    {
        var rejected = await Assert.ThrowsAsync<ArgumentException>(() => Open(StoreKind.Sqlite, (setting, country)));
        Assert.Contains($"\"{country}\"", rejected.Message, StringComparison.Ordinal);
    }
}
