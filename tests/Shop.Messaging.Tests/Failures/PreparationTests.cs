using Microsoft.Extensions.DependencyInjection;
using Shop.Messaging.Tests.Bus;
using Shop.Testing;

namespace Shop.Messaging.Tests.Failures;

/// <summary>What precedes an external call: <see cref="IExternalCall{TEvent,TResult}.Prepare"/>.</summary>
public sealed class PreparationTests
{
    private readonly HandlerLog _handled = new();

    [Theory]
    [InlineData(StoreKind.Postgres)]
    [InlineData(StoreKind.Sqlite)]
    public async Task A_failed_preparation_is_retried_before_the_call(StoreKind store)
    {
        _handled.Failures["preparing high"] = 2;

        Assert.Equal(["prepared high", "checked high", "high was in"], await Place(store));
    }

    [Theory]
    [InlineData(StoreKind.Postgres)]
    [InlineData(StoreKind.Sqlite)]
    public async Task A_failed_call_is_retried_without_preparing_again(StoreKind store)
    {
        _handled.Failures["high"] = 2;

        Assert.Equal(["prepared high", "checked high", "checked high", "checked high", "high was in"], await Place(store));
    }

    /// <summary>Places an order whose credit is checked; returns what the call's handler did.</summary>
    private async Task<List<string>> Place(StoreKind store)
    {
        await using var database = await TestDatabase.CreateAsync(store, "checkout", "billing");
        await using var shop = await ShopUnderTest.Start(database, [new Checkout(), new Referee()], services => services.AddSingleton(_handled),
            ("Bus:RetryDelay", "00:00:00.010"));
        await shop.With<CheckoutDb>(async db =>
        {
            db.Publish(new OrderPlaced("high", 1000));
            await db.SaveChangesAsync();
        });
        await shop.Settle();
        return [.. _handled.Done];
    }
}

internal sealed class Referee : IModule
{
    public string Name => "referee";

    public void Register(ModuleBuilder module)
    {
        module.UseDatabase<BillingDb>();
        module.On<OrderPlaced>("check-credit").Do<CheckCredit>();
    }
}
