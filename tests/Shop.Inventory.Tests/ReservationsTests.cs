using System.Net;
using Shop.Inventory.Contracts;
using Shop.Testing;

namespace Shop.Inventory.Tests;

/// <summary>Expiring reservations and late events.</summary>
public sealed class ReservationsTests
{
    private static Task<InventoryFixture> Impatient(StoreKind store, params (string, int)[] stock) =>
        InventoryFixture.Open(store, TimeSpan.Zero, stock);

    [Theory, EachStore]
    public async Task A_reservation_expires_once_when_no_event_follows(StoreKind store)
    {
        await using var inventory = await Impatient(store, ("kite", 10), ("ball", 4));
        await inventory.ReceiveAsBatch(
            InventoryFixture.Created("ORD-1", ("kite", 3), ("ball", 1)), InventoryFixture.Created("ORD-2", ("kite", 2)));

        await Task.WhenAll(inventory.Expire(), inventory.Expire());
        await inventory.Expire();

        Assert.Equal((10, 0), await inventory.Of("kite"));
        Assert.Equal((4, 0), await inventory.Of("ball"));
        Assert.Equal([new("kite", 3), new("ball", 1)], Assert.Single(await inventory.Shop.Published<InventoryReleased>("ORD-1")).Items);
        Assert.Equal(["Inventory Reserved", "Inventory Released"], await inventory.Shop.Published("ORD-2"));
    }

    [Theory, EachStore]
    public async Task New_and_confirmed_reservations_do_not_expire(StoreKind store)
    {
        await using var patient = await InventoryFixture.Open(store, ("kite", 10));
        await patient.Receive(InventoryFixture.Created("ORD-1", ("kite", 3)));
        await patient.Expire();
        Assert.Equal((7, 3), await patient.Of("kite"));

        await using var inventory = await Impatient(store, ("kite", 10));
        await inventory.Receive(InventoryFixture.Created("ORD-1", ("kite", 3)));
        await inventory.Receive(InventoryFixture.Confirmed("ORD-1"));
        await inventory.Expire();
        Assert.Equal((7, 3), await inventory.Of("kite"));
    }

    [Theory, EachStore]
    public async Task A_late_cancellation_does_not_release_twice(StoreKind store)
    {
        await using var inventory = await Impatient(store, ("kite", 10));
        await inventory.Receive(InventoryFixture.Created("ORD-1", ("kite", 3)));
        await inventory.Expire();

        await inventory.Receive(InventoryFixture.Cancelled("ORD-1"));
        await inventory.Receive(InventoryFixture.Created("ORD-1", ("kite", 3)));
        await inventory.Receive(InventoryFixture.Confirmed("ORD-1"));         // published before the cancellation, received after it

        Assert.Equal((10, 0), await inventory.Of("kite"));
        Assert.Equal(["Inventory Reserved", "Inventory Released"], await inventory.Shop.Published("ORD-1"));
    }

    [Theory, EachStore]
    public async Task A_late_confirmation_reserves_again(StoreKind store)
    {
        await using var inventory = await Impatient(store, ("kite", 10));
        await inventory.Receive(InventoryFixture.Created("ORD-1", ("kite", 3)));
        await inventory.Expire();

        await inventory.ReceiveAsBatch(InventoryFixture.Confirmed("ORD-1"), InventoryFixture.Confirmed("ORD-1"));
        await inventory.Expire();
        Assert.Equal((7, 3), await inventory.Of("kite"));

        await inventory.Receive(InventoryFixture.Cancelled("ORD-1"));
        Assert.Equal((10, 0), await inventory.Of("kite"));
        Assert.Equal(
            ["Inventory Reserved", "Inventory Released", "Inventory Reserved", "Inventory Released"],
            await inventory.Shop.Published("ORD-1"));
    }

    [Theory, EachStore]
    public async Task A_late_confirmation_without_stock_publishes_the_missing_items(StoreKind store)
    {
        await using var inventory = await Impatient(store, ("kite", 4));
        await inventory.Receive(InventoryFixture.Created("ORD-1", ("kite", 3)));
        await inventory.Expire();
        await inventory.Receive(InventoryFixture.Created("ORD-2", ("kite", 3)));

        await inventory.Receive(InventoryFixture.Confirmed("ORD-1"));

        Assert.Equal((1, 3), await inventory.Of("kite"));
        Assert.Equal([new("kite", 3, 1)], Assert.Single(await inventory.Shop.Published<InventoryReservationFailed>("ORD-1")).FailedItems);
    }

    [Theory, EachStore]
    public async Task Created_confirmed_and_cancelled_in_any_order_leave_nothing_reserved(StoreKind store)
    {
        await using var inventory = await Impatient(store, ("kite", 1_000));
        var chance = new Random(99);
        for (var i = 0; i < 40; i++)
        {
            var id = $"ORD-{i}";
            var events =
                new[] { Envelopes.Of(InventoryFixture.Created(id, ("kite", 3))), Envelopes.Of(InventoryFixture.Confirmed(id)),
                Envelopes.Of(InventoryFixture.Cancelled(id)) };
            chance.Shuffle(events);
            foreach (var published in events)
            {
                await inventory.ReceiveBatch(published);
                if (chance.Next(2) == 0) await inventory.Shop.With<ExpireReservations>(job => job.Run(CancellationToken.None));
                if (chance.Next(3) == 0) await inventory.ReceiveBatch(published);
            }
        }
        await inventory.Shop.Settle();

        Assert.Equal((1_000, 0), await inventory.Of("kite"));
    }

    [Theory, EachStore]
    public async Task Reservations_are_listed_in_pages_newest_orders_first(StoreKind store)
    {
        await using var inventory = await InventoryFixture.Open(store, ("kite", 6));
        for (var i = 1; i <= 4; i++)
            await inventory.Receive(InventoryFixture.Created($"ORD-{i}", ("kite", 2)));
        await inventory.Receive(InventoryFixture.Cancelled("ORD-2"));

        var first = await inventory.Operate(HttpMethod.Get, "reservations?limit=3", null);
        var second =
            await inventory.Operate(HttpMethod.Get, $"reservations?limit=3&cursor={first.GetProperty("nextCursor").GetString()}", null);
        var rejected = await inventory.Operate(HttpMethod.Get, "reservations?state=refused", null);

        Assert.Equal(["ORD-4 refused", "ORD-3 reserved", "ORD-2 released", "ORD-1 reserved"],
            first.GetProperty("items").EnumerateArray().Concat(second.GetProperty("items").EnumerateArray())
                .Select(one => $"{one.GetProperty("orderId").GetString()} {one.GetProperty("state").GetString()}"));
        Assert.Equal("ORD-4", Assert.Single(rejected.GetProperty("items").EnumerateArray()).GetProperty("orderId").GetString());
        var problem = await inventory.Operate(HttpMethod.Get, "reservations?state=lost", null, HttpStatusCode.BadRequest);
        Assert.Equal("state_unknown", problem.GetProperty("errors")[0].GetProperty("code").GetString());
    }
}
