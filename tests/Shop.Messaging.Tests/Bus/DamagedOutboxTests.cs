using Microsoft.Extensions.DependencyInjection;
using Shop.Testing;

namespace Shop.Messaging.Tests.Bus;

/// <summary>Rows that the program never writes, but a person or a broken disk may.</summary>
public sealed class DamagedOutboxTests
{
    private readonly HandlerLog _handled = new();

    [Theory, EachStore]
    public async Task An_unreadable_event_stays_in_the_outbox_and_blocks_no_other(StoreKind store)
    {
        await using var database = await TestDatabase.CreateAsync(store, "checkout", "billing");
        await using (var dies = await ShopUnderTest.Prepare(database, [new Checkout(), new Billing()], services => services.AddSingleton(_handled)))
        {
            await Damage(dies, "not JSON at all");
            await Damage(dies, """{"source":"com.shop.checkout","detail-type":"Order Placed","detail":{"orderId":"x","amount":1}}""");
            await Damage(dies, """{"source":"com.shop.checkout","detail-type":"Order Placed","detail":{"orderId":"x""");
            await dies.With<CheckoutDb>(db =>
            {
                db.Publish(new OrderPlaced("ORD-3", 1));
                return db.SaveChangesAsync();
            });
        }

        await using var shop = await ShopUnderTest.Start(database, [new Checkout(), new Billing()], services => services.AddSingleton(_handled));
        var bus = shop.Services.GetRequiredService<Hosting.Bus>();
        await bus.SweepNow();
        await bus.Activity.WaitUntilIdle();

        Assert.Equal(["counted ORD-3"], _handled.Done);
        Assert.Equal(3, (await shop.Backlog("checkout")).Outbox);
    }

    /// <summary>Writes a row with a small id, so that a sweep reads it first.</summary>
    private static async Task Damage(ShopUnderTest shop, string envelope)
    {
        var id = new Guid($"00000000-0000-7000-8000-{Random.Shared.NextInt64(1L << 47):x12}");
        var row = new OutboxRow { Id = id, DetailType = "Order Placed", Subject = "x", CorrelationId = "x", Envelope = System.Text.Encoding.UTF8.GetBytes(envelope) };
        var store = shop.Modules["checkout"].Store;
        await using var connection = await shop.Open("checkout");
        await using var insert = connection.CreateCommand();
        store.Outbox.AppendInsert(insert, [row]);
        await insert.ExecuteNonQueryAsync();
    }
}
