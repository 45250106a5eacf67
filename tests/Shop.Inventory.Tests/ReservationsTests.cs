using System.Net;
using Shop.Inventory.Contracts;
using Shop.Testing;

namespace Shop.Inventory.Tests;

/// <summary>Reservations of orders of which nothing more is heard, and what is heard of them late.</summary>
public sealed class ReservationsTests
{
    private static Task<Warehouse> Impatient(StoreKind store, params (string, int)[] stock) => Warehouse.Open(store, TimeSpan.Zero, stock);

    [Theory, MemberData(nameof(Stores.All), MemberType = typeof(Stores))]
    public async Task A_reservation_expires_once_when_nothing_more_is_heard_of_its_order(StoreKind store)
    {
        await using var warehouse = await Impatient(store, ("kite", 10), ("ball", 4));
        await warehouse.Hear(Warehouse.Created("ORD-1", ("kite", 3), ("ball", 1)), Warehouse.Created("ORD-2", ("kite", 2)));

        await Task.WhenAll(warehouse.Expire(), warehouse.Expire());
        await warehouse.Expire();

        Assert.Equal((10, 0), await warehouse.Of("kite"));
        Assert.Equal((4, 0), await warehouse.Of("ball"));
        Assert.Equal([new("kite", 3), new("ball", 1)], Assert.Single(await warehouse.Shop.Said<InventoryReleased>("ORD-1")).Items);
        Assert.Equal(["Inventory Reserved", "Inventory Released"], await warehouse.Shop.Said("ORD-2"));
    }

    [Theory, MemberData(nameof(Stores.All), MemberType = typeof(Stores))]
    public async Task A_younger_one_and_one_whose_order_is_confirmed_stay(StoreKind store)
    {
        await using var patient = await Warehouse.Open(store, ("kite", 10));
        await patient.Hear(Warehouse.Created("ORD-1", ("kite", 3)));
        await patient.Expire();
        Assert.Equal((7, 3), await patient.Of("kite"));

        await using var warehouse = await Impatient(store, ("kite", 10));
        await warehouse.Hear(Warehouse.Created("ORD-1", ("kite", 3)));
        await warehouse.Hear(Warehouse.Confirmed("ORD-1"));
        await warehouse.Expire();
        Assert.Equal((7, 3), await warehouse.Of("kite"));
    }

    [Theory, MemberData(nameof(Stores.All), MemberType = typeof(Stores))]
    public async Task A_cancellation_that_is_heard_late_gives_nothing_back_twice(StoreKind store)
    {
        await using var warehouse = await Impatient(store, ("kite", 10));
        await warehouse.Hear(Warehouse.Created("ORD-1", ("kite", 3)));
        await warehouse.Expire();

        await warehouse.Hear(Warehouse.Cancelled("ORD-1"));
        await warehouse.Hear(Warehouse.Created("ORD-1", ("kite", 3)));
        await warehouse.Hear(Warehouse.Confirmed("ORD-1"));         // said before the cancellation, heard after it

        Assert.Equal((10, 0), await warehouse.Of("kite"));
        Assert.Equal(["Inventory Reserved", "Inventory Released"], await warehouse.Shop.Said("ORD-1"));
    }

    [Theory, MemberData(nameof(Stores.All), MemberType = typeof(Stores))]
    public async Task A_confirmation_that_is_heard_late_reserves_once_more(StoreKind store)
    {
        await using var warehouse = await Impatient(store, ("kite", 10));
        await warehouse.Hear(Warehouse.Created("ORD-1", ("kite", 3)));
        await warehouse.Expire();

        await warehouse.Hear(Warehouse.Confirmed("ORD-1"), Warehouse.Confirmed("ORD-1"));
        await warehouse.Expire();
        Assert.Equal((7, 3), await warehouse.Of("kite"));

        await warehouse.Hear(Warehouse.Cancelled("ORD-1"));
        Assert.Equal((10, 0), await warehouse.Of("kite"));
        Assert.Equal(["Inventory Reserved", "Inventory Released", "Inventory Reserved", "Inventory Released"], await warehouse.Shop.Said("ORD-1"));
    }

    [Theory, MemberData(nameof(Stores.All), MemberType = typeof(Stores))]
    public async Task A_confirmation_that_is_heard_when_all_is_sold_says_what_is_missing(StoreKind store)
    {
        await using var warehouse = await Impatient(store, ("kite", 4));
        await warehouse.Hear(Warehouse.Created("ORD-1", ("kite", 3)));
        await warehouse.Expire();
        await warehouse.Hear(Warehouse.Created("ORD-2", ("kite", 3)));

        await warehouse.Hear(Warehouse.Confirmed("ORD-1"));

        Assert.Equal((1, 3), await warehouse.Of("kite"));
        Assert.Equal([new("kite", 3, 1)], Assert.Single(await warehouse.Shop.Said<InventoryReservationFailed>("ORD-1")).FailedItems);
    }

    [Theory, MemberData(nameof(Stores.All), MemberType = typeof(Stores))]
    public async Task In_whatever_order_created_confirmed_and_cancelled_come_nothing_stays_set_aside(StoreKind store)
    {
        await using var warehouse = await Impatient(store, ("kite", 1_000));
        var chance = new Random(99);
        for (var i = 0; i < 40; i++)
        {
            var id = $"ORD-{i}";
            var events = new[] { Envelopes.Of(Warehouse.Created(id, ("kite", 3))), Envelopes.Of(Warehouse.Confirmed(id)), Envelopes.Of(Warehouse.Cancelled(id)) };
            chance.Shuffle(events);
            foreach (var published in events)
            {
                await warehouse.Batch(published);
                if (chance.Next(2) == 0) await warehouse.Shop.With<ExpireReservations>(job => job.Run(CancellationToken.None));
                if (chance.Next(3) == 0) await warehouse.Batch(published);
            }
        }
        await warehouse.Shop.Settle();

        Assert.Equal((1_000, 0), await warehouse.Of("kite"));
    }

    [Theory, MemberData(nameof(Stores.All), MemberType = typeof(Stores))]
    public async Task They_are_listed_page_by_page_the_newest_orders_first(StoreKind store)
    {
        await using var warehouse = await Warehouse.Open(store, ("kite", 6));
        for (var i = 1; i <= 4; i++)
            await warehouse.Hear(Warehouse.Created($"ORD-{i}", ("kite", 2)));
        await warehouse.Hear(Warehouse.Cancelled("ORD-2"));

        var first = await warehouse.Operate(HttpMethod.Get, "reservations?limit=3", null);
        var second = await warehouse.Operate(HttpMethod.Get, $"reservations?limit=3&cursor={first.GetProperty("nextCursor").GetString()}", null);
        var refused = await warehouse.Operate(HttpMethod.Get, "reservations?state=refused", null);

        Assert.Equal(["ORD-4 refused", "ORD-3 reserved", "ORD-2 released", "ORD-1 reserved"],
            first.GetProperty("items").EnumerateArray().Concat(second.GetProperty("items").EnumerateArray())
                .Select(one => $"{one.GetProperty("orderId").GetString()} {one.GetProperty("state").GetString()}"));
        Assert.Equal("ORD-4", Assert.Single(refused.GetProperty("items").EnumerateArray()).GetProperty("orderId").GetString());
        var problem = await warehouse.Operate(HttpMethod.Get, "reservations?state=lost", null, HttpStatusCode.BadRequest);
        Assert.Equal("state_unknown", problem.GetProperty("errors")[0].GetProperty("code").GetString());
    }
}
