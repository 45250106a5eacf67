using Microsoft.Extensions.DependencyInjection;
using Shop.Testing;

namespace Shop.Messaging.Tests.Bus;

public sealed class BusTests
{
    private readonly Diary _diary = new();

    private Task<ShopUnderTest> Start(TestDatabase database, params (string, string)[] settings) =>
        ShopUnderTest.Start(database, [new Thrower(), new Catcher()], services => services.AddSingleton(_diary), settings);

    private static Task Throw(ShopUnderTest shop, params BallThrown[] balls) => shop.With<ThrowerDb>(async db =>
    {
        foreach (var ball in balls)
            db.Publish(ball);
        await db.SaveChangesAsync();
    });

    [Theory, MemberData(nameof(Stores.All), MemberType = typeof(Stores))]
    public async Task What_is_published_is_heard_and_answered(StoreKind store)
    {
        await using var database = await TestDatabase.CreateAsync(store);
        await using var shop = await Start(database);

        await Throw(shop, new BallThrown("red", 10), new BallThrown("blue", 150));
        await shop.Settle();

        Assert.Equal(["counted blue", "counted red", "wondered at blue"], _diary.Done.Order());
        Assert.Equal(["Ball Thrown", "Ball Caught"], await shop.Said("red"));
    }

    [Theory, MemberData(nameof(Stores.All), MemberType = typeof(Stores))]
    public async Task The_same_event_again_changes_nothing(StoreKind store)
    {
        await using var database = await TestDatabase.CreateAsync(store);
        await using var shop = await Start(database);

        var ball = Envelopes.Of(new BallThrown("red", 150));
        await shop.Hear(ball);
        await shop.Hear(ball);
        await shop.Settle();

        Assert.Equal(["counted red", "wondered at red"], _diary.Done.Order());
    }

    [Theory, MemberData(nameof(Stores.All), MemberType = typeof(Stores))]
    public async Task A_failing_event_is_singled_out_and_tried_again_until_it_succeeds(StoreKind store)
    {
        await using var database = await TestDatabase.CreateAsync(store);
        await using var shop = await Start(database);
        _diary.Failures["ball 13"] = 3;

        await Throw(shop, [.. Enumerable.Range(0, 40).Select(i => new BallThrown($"ball {i}", 1))]);
        await shop.Settle();

        Assert.Equal(Enumerable.Range(0, 40).Select(i => $"counted ball {i}").Order(), _diary.Done.Order());
    }

    [Theory, MemberData(nameof(Stores.All), MemberType = typeof(Stores))]
    public async Task An_outside_call_is_made_until_it_answers_and_its_answer_recorded_once(StoreKind store)
    {
        await using var database = await TestDatabase.CreateAsync(store);
        await using var shop = await Start(database);
        _diary.Failures["high"] = 1;

        await Throw(shop, new BallThrown("high", 2000));
        await shop.Settle();

        Assert.Equal(1, _diary.Done.Count(line => line == "high was in"));
        Assert.InRange(_diary.Done.Count(line => line == "asked about high"), 1, 3);
        Assert.Equal(1, _diary.Done.Count(line => line == "counted high"));
    }

    [Theory, MemberData(nameof(Stores.All), MemberType = typeof(Stores))]
    public async Task What_a_process_left_behind_is_carried_by_the_next(StoreKind store)
    {
        await using var database = await TestDatabase.CreateAsync(store);
        await using (var dies = await ShopUnderTest.Prepare(database, [new Thrower(), new Catcher()], services => services.AddSingleton(_diary)))
            await Throw(dies, new BallThrown("left", 1));
        Assert.Empty(_diary.Done);

        await using var second = await Start(database);
        await second.Settle();

        Assert.Equal(["counted left"], _diary.Done);
    }

    [Theory, MemberData(nameof(Stores.All), MemberType = typeof(Stores))]
    public async Task More_than_a_lane_holds_is_carried_all_the_same(StoreKind store)
    {
        await using var database = await TestDatabase.CreateAsync(store);
        await using var shop = await Start(database, ("Bus:LaneCapacity", "20"), ("Bus:BatchSize", "10"));

        await Throw(shop, [.. Enumerable.Range(0, 400).Select(i => new BallThrown($"ball {i}", 1))]);
        await shop.Settle();

        Assert.Equal(400, _diary.Done.Distinct().Count());
        Assert.Equal(400, _diary.Done.Count);
    }
}
