using Microsoft.Extensions.DependencyInjection;
using Shop.Messaging.Tests.Bus;
using Shop.Testing;

namespace Shop.Messaging.Tests.Conformance;

/// <summary>The behaviour of every transport: each has a class that inherits these tests.</summary>
public abstract class TransportConformance
{
    private protected Diary Diary { get; } = new();

    /// <summary>A thrower and a catcher, with the transport between them.</summary>
    private protected abstract Task<TransportedToys> Start(TestDatabase database, params (string, string)[] settings);

    /// <summary>The same, but nothing is sent: like a process that dies at once.</summary>
    private protected abstract Task<TransportedToys> Prepare(TestDatabase database);

    private protected static Task Throw(TransportedToys toys, params BallThrown[] balls) => toys.Thrower.With<ThrowerDb>(async db =>
    {
        foreach (var ball in balls)
            db.Publish(ball);
        await db.SaveChangesAsync();
    });

    [Theory, EachStore]
    public async Task A_published_event_is_handled_and_answered(StoreKind store)
    {
        await using var database = await TestDatabase.CreateAsync(store);
        await using var toys = await Start(database);

        await Throw(toys, new BallThrown("red", 10), new BallThrown("blue", 150));
        await toys.Settle();

        Assert.Equal(["counted blue", "counted red", "wondered at blue"], Diary.Done.Order());
        Assert.Equal(["Ball Caught", "Ball Thrown"], (await toys.Published("red")).Order());
    }

    [Theory, EachStore]
    public async Task A_duplicate_event_changes_nothing(StoreKind store)
    {
        await using var database = await TestDatabase.CreateAsync(store);
        await using var toys = await Start(database);

        var ball = Envelopes.Of(new BallThrown("red", 150));
        await toys.Catcher.Receive(ball);
        await toys.Catcher.Receive(ball);
        await toys.Settle();

        Assert.Equal(["counted red", "wondered at red"], Diary.Done.Order());
    }

    [Theory, EachStore]
    public async Task A_failing_event_is_isolated_and_retried_until_it_succeeds(StoreKind store)
    {
        await using var database = await TestDatabase.CreateAsync(store);
        await using var toys = await Start(database);
        Diary.Failures["ball 13"] = 3;

        await Throw(toys, [.. Enumerable.Range(0, 40).Select(i => new BallThrown($"ball {i}", 1))]);
        await toys.Settle();

        Assert.Equal(Enumerable.Range(0, 40).Select(i => $"counted ball {i}").Order(), Diary.Done.Order());
    }

    [Theory, EachStore]
    public async Task An_external_call_is_retried_until_it_succeeds_and_its_result_recorded_once(StoreKind store)
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

    [Theory, EachStore]
    public async Task Events_left_by_a_crashed_process_are_sent_by_the_next(StoreKind store)
    {
        await using var database = await TestDatabase.CreateAsync(store);
        await using (var dies = await Prepare(database))
            await Throw(dies, new BallThrown("left", 1));
        Assert.Empty(Diary.Done);

        await using var second = await Start(database);
        await second.Settle();

        Assert.Equal(["counted left"], Diary.Done);
    }

    [Theory, EachStore]
    public async Task More_events_than_the_queue_capacity_are_all_delivered(StoreKind store)
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
/// <param name="catcher">Hosts the catcher; the same host if there is only one process.</param>
internal class TransportedToys(ShopUnderTest thrower, ShopUnderTest catcher) : IAsyncDisposable
{
    public ShopUnderTest Thrower => thrower;

    public ShopUnderTest Catcher => catcher;

    public virtual Task Settle() => thrower.Settle();

    public async Task<IReadOnlyList<string>> Published(string subject) =>
        thrower == catcher ? await thrower.Published(subject) : [.. await thrower.Published(subject), .. await catcher.Published(subject)];

    public virtual async ValueTask DisposeAsync()
    {
        await thrower.DisposeAsync();
        if (thrower != catcher)
            await catcher.DisposeAsync();
    }
}
