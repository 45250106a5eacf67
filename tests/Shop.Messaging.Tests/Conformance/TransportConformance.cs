using Microsoft.Extensions.DependencyInjection;
using Shop.Messaging.Tests.Bus;
using Shop.Testing;

namespace Shop.Messaging.Tests.Conformance;

/// <summary>The behaviour of every transport: each has a class that inherits these tests.</summary>
public abstract class TransportConformance
{
    private protected HandlerLog HandlerLog { get; } = new();

    /// <summary>Checkout and Billing, with the transport between them.</summary>
    private protected abstract Task<TransportedShop> Start(TestDatabase database, params (string, string)[] settings);

    /// <summary>The same, but nothing is sent: like a process that dies at once.</summary>
    private protected abstract Task<TransportedShop> Prepare(TestDatabase database);

    private protected static Task Place(TransportedShop shop, params OrderPlaced[] orders) => shop.Checkout.With<CheckoutDb>(async db =>
    {
        foreach (var order in orders)
            db.Publish(order);
        await db.SaveChangesAsync();
    });

    [Theory, EachStore]
    public async Task A_published_event_is_handled_and_answered(StoreKind store)
    {
        await using var database = await TestDatabase.CreateAsync(store, "checkout", "billing");
        await using var shop = await Start(database);

        await Place(shop, new OrderPlaced("ORD-3", 10), new OrderPlaced("ORD-1", 150));
        await shop.Settle();

        Assert.Equal(["counted ORD-1", "counted ORD-3", "noted ORD-1"], HandlerLog.Done.Order());
        Assert.Equal(["Invoice Sent", "Order Placed"], (await shop.Published("ORD-3")).Order());
    }

    [Theory, EachStore]
    public async Task A_duplicate_event_changes_nothing(StoreKind store)
    {
        await using var database = await TestDatabase.CreateAsync(store, "checkout", "billing");
        await using var shop = await Start(database);

        var order = Envelopes.Of(new OrderPlaced("ORD-3", 150));
        await shop.Billing.Receive(order);
        await shop.Billing.Receive(order);
        await shop.Settle();

        Assert.Equal(["counted ORD-3", "noted ORD-3"], HandlerLog.Done.Order());
    }

    [Theory, EachStore]
    public async Task A_failing_event_is_isolated_and_retried_until_it_succeeds(StoreKind store)
    {
        await using var database = await TestDatabase.CreateAsync(store, "checkout", "billing");
        await using var shop = await Start(database);
        HandlerLog.Failures["ORD-13"] = 3;

        await Place(shop, [.. Enumerable.Range(0, 40).Select(i => new OrderPlaced($"ORD-{i}", 1))]);
        await shop.Settle();

        Assert.Equal(Enumerable.Range(0, 40).Select(i => $"counted ORD-{i}").Order(), HandlerLog.Done.Order());
    }

    [Theory, EachStore]
    public async Task An_external_call_is_retried_until_it_succeeds_and_its_result_recorded_once(StoreKind store)
    {
        await using var database = await TestDatabase.CreateAsync(store, "checkout", "billing");
        await using var shop = await Start(database);
        HandlerLog.Failures["high"] = 1;

        await Place(shop, new OrderPlaced("high", 2000));
        await shop.Settle();

        Assert.Equal(1, HandlerLog.Done.Count(line => line == "high was in"));
        Assert.InRange(HandlerLog.Done.Count(line => line == "checked high"), 1, 3);
        Assert.Equal(1, HandlerLog.Done.Count(line => line == "counted high"));
    }

    [Theory, EachStore]
    public async Task Events_left_by_a_crashed_process_are_sent_by_the_next(StoreKind store)
    {
        await using var database = await TestDatabase.CreateAsync(store, "checkout", "billing");
        await using (var dies = await Prepare(database))
            await Place(dies, new OrderPlaced("left", 1));
        Assert.Empty(HandlerLog.Done);

        await using var second = await Start(database);
        await second.Settle();

        Assert.Equal(["counted left"], HandlerLog.Done);
    }

    [Theory, EachStore]
    public async Task More_events_than_the_queue_capacity_are_all_delivered(StoreKind store)
    {
        await using var database = await TestDatabase.CreateAsync(store, "checkout", "billing");
        await using var shop = await Start(database, ("Bus:QueueCapacity", "20"), ("Bus:BatchSize", "10"));

        await Place(shop, [.. Enumerable.Range(0, 400).Select(i => new OrderPlaced($"ORD-{i}", 1))]);
        await shop.Settle();

        Assert.Equal(400, HandlerLog.Done.Distinct().Count());
        Assert.Equal(400, HandlerLog.Done.Count);
    }
}

/// <summary>Checkout and Billing, in one process or in two.</summary>
/// <param name="checkout">Hosts Checkout.</param>
/// <param name="billing">Hosts Billing; the same host if there is only one process.</param>
internal class TransportedShop(ShopUnderTest checkout, ShopUnderTest billing) : IAsyncDisposable
{
    public ShopUnderTest Checkout => checkout;

    public ShopUnderTest Billing => billing;

    public virtual Task Settle() => checkout.Settle();

    public async Task<IReadOnlyList<string>> Published(string subject) =>
        checkout == billing ? await checkout.Published(subject) : [.. await checkout.Published(subject), .. await billing.Published(subject)];

    public virtual async ValueTask DisposeAsync()
    {
        await checkout.DisposeAsync();
        if (checkout != billing)
            await billing.DisposeAsync();
    }
}
