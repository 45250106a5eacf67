using Microsoft.Extensions.DependencyInjection;
using Shop.Messaging.Tests.Bus;
using Shop.Testing;

namespace Shop.Messaging.Tests.Conformance;

/// <summary>What holds whoever carries: each carrier has a class that inherits these tests.</summary>
public abstract class CarrierConformance
{
    private protected Diary Diary { get; } = new();

    /// <summary>A thrower and a catcher, and the carrier between them.</summary>
    private protected abstract Task<CarriedToys> Start(TestDatabase database, params (string, string)[] settings);

    /// <summary>The same, but nothing is carried: as a process that dies at once.</summary>
    private protected abstract Task<CarriedToys> Prepare(TestDatabase database);

    private protected static Task Throw(CarriedToys toys, params BallThrown[] balls) => toys.Thrower.With<ThrowerDb>(async db =>
    {
        foreach (var ball in balls)
            db.Publish(ball);
        await db.SaveChangesAsync();
    });

    [Theory, MemberData(nameof(Stores.All), MemberType = typeof(Stores))]
    public async Task What_is_published_is_heard_and_answered(StoreKind store)
    {
        await using var database = await TestDatabase.CreateAsync(store);
        await using var toys = await Start(database);

        await Throw(toys, new BallThrown("red", 10), new BallThrown("blue", 150));
        await toys.Settle();

        Assert.Equal(["counted blue", "counted red", "wondered at blue"], Diary.Done.Order());
        Assert.Equal(["Ball Caught", "Ball Thrown"], (await toys.Said("red")).Order());
    }

    [Theory, MemberData(nameof(Stores.All), MemberType = typeof(Stores))]
    public async Task The_same_event_again_changes_nothing(StoreKind store)
    {
        await using var database = await TestDatabase.CreateAsync(store);
        await using var toys = await Start(database);

        var ball = Envelopes.Of(new BallThrown("red", 150));
        await toys.Catcher.Receive(ball);
        await toys.Catcher.Receive(ball);
        await toys.Settle();

        Assert.Equal(["counted red", "wondered at red"], Diary.Done.Order());
    }

    [Theory, MemberData(nameof(Stores.All), MemberType = typeof(Stores))]
    public async Task A_failing_event_is_singled_out_and_tried_again_until_it_succeeds(StoreKind store)
    {
        await using var database = await TestDatabase.CreateAsync(store);
        await using var toys = await Start(database);
        Diary.Failures["ball 13"] = 3;

        await Throw(toys, [.. Enumerable.Range(0, 40).Select(i => new BallThrown($"ball {i}", 1))]);
        await toys.Settle();

        Assert.Equal(Enumerable.Range(0, 40).Select(i => $"counted ball {i}").Order(), Diary.Done.Order());
    }

    [Theory, MemberData(nameof(Stores.All), MemberType = typeof(Stores))]
    public async Task An_outside_call_is_made_until_it_answers_and_its_answer_recorded_once(StoreKind store)
    {
        await using var database = await TestDatabase.CreateAsync(store);
        await using var toys = await Start(database);
        Diary.Failures["high"] = 1;

        await Throw(toys, new BallThrown("high", 2000));
        await toys.Settle();

        Assert.Equal(1, Diary.Done.Count(line => line == "high was in"));
        Assert.InRange(Diary.Done.Count(line => line == "asked about high"), 1, 3);
        Assert.Equal(1, Diary.Done.Count(line => line == "counted high"));
    }

    [Theory, MemberData(nameof(Stores.All), MemberType = typeof(Stores))]
    public async Task What_a_process_left_behind_is_carried_by_the_next(StoreKind store)
    {
        await using var database = await TestDatabase.CreateAsync(store);
        await using (var dies = await Prepare(database))
            await Throw(dies, new BallThrown("left", 1));
        Assert.Empty(Diary.Done);

        await using var second = await Start(database);
        await second.Settle();

        Assert.Equal(["counted left"], Diary.Done);
    }

    [Theory, MemberData(nameof(Stores.All), MemberType = typeof(Stores))]
    public async Task More_than_a_lane_holds_is_carried_all_the_same(StoreKind store)
    {
        await using var database = await TestDatabase.CreateAsync(store);
        await using var toys = await Start(database, ("Bus:QueueCapacity", "20"), ("Bus:BatchSize", "10"));

        await Throw(toys, [.. Enumerable.Range(0, 400).Select(i => new BallThrown($"ball {i}", 1))]);
        await toys.Settle();

        Assert.Equal(400, Diary.Done.Distinct().Count());
        Assert.Equal(400, Diary.Done.Count);
    }
}

/// <summary>A thrower and a catcher, in one process or in two.</summary>
/// <param name="thrower">Hosts the thrower.</param>
/// <param name="catcher">Hosts the catcher; the same when there is but one process.</param>
internal class CarriedToys(ShopUnderTest thrower, ShopUnderTest catcher) : IAsyncDisposable
{
    public ShopUnderTest Thrower => thrower;

    public ShopUnderTest Catcher => catcher;

    public virtual Task Settle() => thrower.Settle();

    public async Task<IReadOnlyList<string>> Said(string subject) =>
        thrower == catcher ? await thrower.Published(subject) : [.. await thrower.Published(subject), .. await catcher.Published(subject)];

    public virtual async ValueTask DisposeAsync()
    {
        await thrower.DisposeAsync();
        if (thrower != catcher)
            await catcher.DisposeAsync();
    }
}
