using Microsoft.Extensions.DependencyInjection;
using Shop.Messaging.Tests.Bus;
using Shop.Testing;

namespace Shop.Messaging.Tests.Failures;

/// <summary>What precedes an external call: <see cref="IExternalCall{TEvent,TResult}.Prepare"/>.</summary>
public sealed class PreparationTests
{
    private readonly Diary _diary = new();

    [Theory]
    [InlineData(StoreKind.Postgres)]
    [InlineData(StoreKind.Sqlite)]
    public async Task A_failed_preparation_is_retried_before_the_call(StoreKind store)
    {
        _diary.Failures["preparing high"] = 2;

        Assert.Equal(["prepared high", "asked about high", "high was in"], await Throw(store));
    }

    [Theory]
    [InlineData(StoreKind.Postgres)]
    [InlineData(StoreKind.Sqlite)]
    public async Task A_failed_call_is_retried_without_preparing_again(StoreKind store)
    {
        _diary.Failures["high"] = 2;

        Assert.Equal(["prepared high", "asked about high", "asked about high", "asked about high", "high was in"], await Throw(store));
    }

    /// <summary>Throws a ball that the referee is asked about; returns what the call's handler did.</summary>
    private async Task<List<string>> Throw(StoreKind store)
    {
        await using var database = await TestDatabase.CreateAsync(store);
        await using var shop = await ShopUnderTest.Start(database, [new Thrower(), new Referee()], services => services.AddSingleton(_diary),
            ("Bus:RetryDelay", "00:00:00.010"));
        await shop.With<ThrowerDb>(async db =>
        {
            db.Publish(new BallThrown("high", 1000));
            await db.SaveChangesAsync();
        });
        await shop.Settle();
        return [.. _diary.Done];
    }
}

internal sealed class Referee : IModule
{
    public string Name => "referee";

    public void Register(ModuleBuilder module)
    {
        module.UseDatabase<CatcherDb>();
        module.On<BallThrown>("ask-the-referee").Do<AskReferee>();
    }
}
