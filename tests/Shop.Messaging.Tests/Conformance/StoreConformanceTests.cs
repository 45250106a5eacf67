using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Shop.Events;
using Shop.Messaging.Tests.Bus;
using Shop.Testing;

namespace Shop.Messaging.Tests.Conformance;

/// <summary>The behaviour that every store must share. Nothing is sent here: the tests call the statements as the bus does.</summary>
public sealed class StoreConformanceTests
{
    private static readonly TimeSpan Lease = TimeSpan.FromSeconds(30);

    private static Task<ShopUnderTest> Open(TestDatabase database) =>
        ShopUnderTest.Prepare(database, [new Checkout(), new Billing()], services => services.AddSingleton(new HandlerLog()));

    private static InboxMessage MessageFor(ShopUnderTest shop, string rule, string order = "ORD-3", Guid? id = null) =>
        new(Envelopes.Of(new OrderPlaced(order, 1), id), shop.Modules["billing"].Rules.Of(rule, Envelopes.Of(new OrderPlaced(order, 1))));

    private static async Task<int> InsertInbox(ModuleStore store, params InboxMessage[] messages)
    {
        await using var connection = await store.Database.Open(CancellationToken.None);
        return (await store.Inbox.Insert(
            connection, [.. messages.Select(message => (message.Envelope, message.Rule.Name, message.NeedsExternalCall))], CancellationToken.None)).Count;
    }

    private static Task RecordFailure(ModuleStore store, InboxMessage message, Failure failure) =>
        store.Inbox.RecordFailure(message.Envelope, message.Rule.Name, message.Attempts + 1, failure, CancellationToken.None);

    private static Failure Failed(string error, TimeSpan? again) => new("SendInvoice", "ERROR_FROM_TARGET", error, again, null);

    private static async Task<int> Settle(ModuleStore store, InboxMessage message)
    {
        await using var connection = await store.Database.Open(CancellationToken.None);
        return (await store.Inbox.MarkHandled(connection, [(message.Key.EventId, message.Rule.Name, message.Attempts)], CancellationToken.None)).Count;
    }

    private static async Task<OutboxRow> Published(ShopUnderTest shop, string order)
    {
        await shop.With<CheckoutDb>(db =>
        {
            db.Publish(new OrderPlaced(order, 1));
            return db.SaveChangesAsync();
        });
        var store = shop.Modules["checkout"].Store;
        var published = Assert.Single(await store.Archive.PublishedFor(order, CancellationToken.None));
        return Assert.Single(await store.Outbox.Published([published.Metadata.EventId], CancellationToken.None));
    }

    [Theory, EachStore]
    public async Task Changes_saved_together_fail_together(StoreKind kind)
    {
        await using var database = await TestDatabase.CreateAsync(kind, "checkout", "billing");
        await using var shop = await Open(database);
        await shop.With<CheckoutDb>(db => db.Database.ExecuteSqlAsync($"create table orders (id text primary key, status text not null)"));
        await Place("ORD-3", "ORD-2");

        await Assert.ThrowsAsync<DbUpdateException>(() => Place("ORD-1", "ORD-3", "ORD-4"));

        Assert.Equal(2, (await shop.Backlog("checkout")).Outbox);
        Assert.Equal(["ORD-2", "ORD-3"], await shop.With<CheckoutDb, List<string>>(db => db.Orders.Select(order => order.Id).Order().ToListAsync()));

        Task Place(params string[] orders) => shop.With<CheckoutDb>(db =>
        {
            foreach (var order in orders)
            {
                db.Add(new PlacedOrder { Id = order, Status = order });
                db.Publish(new OrderPlaced(order, 1));
            }
            return db.SaveChangesAsync();
        });
    }

    [Theory, EachStore]
    public async Task Changes_and_published_events_are_saved_together(StoreKind kind)
    {
        await using var database = await TestDatabase.CreateAsync(kind, "checkout", "billing");
        await using var shop = await Open(database);
        await shop.With<CheckoutDb>(db => db.Database.ExecuteSqlAsync($"create table orders (id text primary key, status text not null)"));
        await shop.With<CheckoutDb>(db =>
        {
            db.Add(new PlacedOrder { Id = "ORD-3", Status = "placed" });
            return db.SaveChangesAsync();
        });

        await shop.With<CheckoutDb>(async db =>
        {
            (await db.Orders.SingleAsync()).Status = "shipped";
            db.Publish(new OrderPlaced("ORD-3", 1));
            db.Publish(new OrderPlaced("ORD-3", 2));
            await db.SaveChangesAsync();
        });

        Assert.Equal(2, (await shop.Backlog("checkout")).Outbox);
        Assert.Equal("shipped", await shop.With<CheckoutDb, string>(db => db.Orders.Select(order => order.Status).SingleAsync()));
    }

    [Theory, EachStore]
    public async Task A_message_is_new_once_for_each_rule(StoreKind kind)
    {
        await using var database = await TestDatabase.CreateAsync(kind, "checkout", "billing");
        await using var shop = await Open(database);
        var store = shop.Modules["billing"].Store;
        var id = Guid.CreateVersion7();

        Assert.Equal(2, await InsertInbox(store, MessageFor(shop, "send-invoice", id: id), MessageFor(shop, "note-large-orders", id: id), MessageFor(shop, "send-invoice", id: id)));
        Assert.Equal(0, await InsertInbox(store, MessageFor(shop, "send-invoice", id: id)));
    }

    [Theory, EachStore]
    public async Task A_stored_message_is_claimed_by_one_worker_when_it_is_due(StoreKind kind)
    {
        await using var database = await TestDatabase.CreateAsync(kind, "checkout", "billing");
        await using var shop = await Open(database);
        var store = shop.Modules["billing"].Store;
        await RecordFailure(store, MessageFor(shop, "send-invoice"), Failed("It was not accepted.", TimeSpan.Zero));
        await RecordFailure(store, MessageFor(shop, "send-invoice", "ORD-1"), Failed("It was not accepted.", TimeSpan.FromHours(1)));

        var first = await store.Inbox.ClaimDue(10, CancellationToken.None);
        var second = await store.Inbox.ClaimDue(10, CancellationToken.None);

        Assert.Equal(("send-invoice", 1), Assert.Single(first) is var kept ? (kept.Rule, kept.Attempts) : default);
        Assert.Empty(second);
        Assert.InRange(await store.Inbox.NextDue(CancellationToken.None) ?? default, TimeSpan.FromSeconds(1), Lease);
        Assert.Equal(new Backlog(0, 1, 1, 0), await store.Outbox.Backlog(CancellationToken.None));
    }

    [Theory, EachStore]
    public async Task A_late_worker_settles_and_counts_nothing(StoreKind kind)
    {
        await using var database = await TestDatabase.CreateAsync(kind, "checkout", "billing");
        await using var shop = await Open(database);
        var store = shop.Modules["billing"].Store;
        var message = MessageFor(shop, "send-invoice");
        await RecordFailure(store, message, Failed("first", TimeSpan.Zero));
        var tried = message with { IsStored = true, Attempts = 1 };

        await RecordFailure(store, tried, Failed("second", TimeSpan.Zero));       // one node's attempt failed
        await RecordFailure(store, tried, Failed("late", TimeSpan.Zero));         // and another's of the same round, later
        Assert.Equal(0, await Settle(store, tried));
        Assert.Equal(2, Assert.Single(await store.Inbox.ClaimDue(10, CancellationToken.None)).Attempts);

        Assert.Equal(1, await Settle(store, tried with { Attempts = 2 }));
        Assert.Equal(0, await Settle(store, tried with { Attempts = 2 }));
        await RecordFailure(store, tried with { Attempts = 2 }, Failed("too late", TimeSpan.Zero));
        Assert.Equal(new Backlog(0, 0, 0, 0), await store.Outbox.Backlog(CancellationToken.None));
    }

    [Theory, EachStore]
    public async Task A_failed_message_is_dead_lettered_and_not_due(StoreKind kind)
    {
        await using var database = await TestDatabase.CreateAsync(kind, "checkout", "billing");
        await using var shop = await Open(database);
        var store = shop.Modules["billing"].Store;

        await RecordFailure(store, MessageFor(shop, "send-invoice"), Failed("It cannot be.", null));

        Assert.Equal(new Backlog(0, 0, 0, 1), await store.Outbox.Backlog(CancellationToken.None));
        Assert.Null(await store.Inbox.NextDue(CancellationToken.None));
    }

    [Theory, EachStore]
    public async Task Another_process_claims_an_event_only_after_its_lease(StoreKind kind)
    {
        await using var database = await TestDatabase.CreateAsync(kind, "checkout", "billing");
        await using var shop = await Open(database);
        var store = shop.Modules["checkout"].Store;
        var row = await Published(shop, "ORD-3");

        Assert.Empty(await store.Outbox.ClaimOverdue(10, null, CancellationToken.None));
        Assert.Single(await new OutboxStore(shop.Modules["checkout"].Store.Database, TimeSpan.Zero).ClaimOverdue(10, Guid.Empty, CancellationToken.None));         // as at a restart after a crash
        Assert.Equal(row.Id, Assert.Single(await store.Outbox.ClaimOverdue(10, null, CancellationToken.None)).Id);
        Assert.Empty(await store.Outbox.ClaimOverdue(10, null, CancellationToken.None));
        Assert.Empty(await store.Outbox.ClaimOverdue(10, row.Id, CancellationToken.None));                      // the next page
    }

    [Theory, EachStore]
    public async Task A_handled_event_moves_from_the_outbox_to_the_archive_and_stays_visible(StoreKind kind)
    {
        await using var database = await TestDatabase.CreateAsync(kind, "checkout", "billing");
        await using var shop = await Open(database);
        var store = shop.Modules["checkout"].Store;
        var (red, blue) = (await Published(shop, "ORD-3"), await Published(shop, "ORD-1"));

        await store.Outbox.Archive([red.Id], CancellationToken.None);
        await store.Outbox.Archive([red.Id], CancellationToken.None);

        Assert.Equal(blue.Id, Assert.Single(await store.Outbox.Published([red.Id, blue.Id], CancellationToken.None)).Id);
        Assert.Equal(red.Id, Assert.Single(await store.Archive.PublishedFor("ORD-3", CancellationToken.None)).Metadata.EventId);
        Assert.Equal(blue.Id, Assert.Single(await store.Archive.PublishedFor("ORD-1", CancellationToken.None)).Metadata.EventId);
    }

    [Theory, EachStore]
    public async Task A_published_event_is_leased_as_configured(StoreKind kind)
    {
        await using var database = await TestDatabase.CreateAsync(kind, "checkout", "billing");
        await using var shop = await ShopUnderTest.Prepare(database, [new Checkout(), new Billing()],
            services => services.AddSingleton(new HandlerLog()), ("Bus:Lease", "01:00:00"));
        await Published(shop, "ORD-3");

        var (publishedAt, leasedUntil) = Assert.Single(await shop.Modules["checkout"].Store.Database.Query(
            "select published_at, leased_until from outbox", row => (row.Utc(0), row.Utc(1)), CancellationToken.None));

        Assert.InRange(leasedUntil - publishedAt, TimeSpan.FromMinutes(59), TimeSpan.FromMinutes(61));
    }

    [Theory, EachStore]
    public async Task A_call_under_lease_is_in_flight_and_not_a_retry(StoreKind kind)
    {
        await using var database = await TestDatabase.CreateAsync(kind, "checkout", "billing");
        await using var shop = await Open(database);
        var store = shop.Modules["billing"].Store;

        await InsertInbox(store, MessageFor(shop, "check-credit"));

        Assert.Equal(new Backlog(0, InFlight: 1, Pending: 0, 0), await store.Outbox.Backlog(CancellationToken.None));
        Assert.Empty(await store.Inbox.ClaimDue(10, CancellationToken.None));
        await store.Inbox.ReleaseLeases(CancellationToken.None);
        Assert.Equal(InboxState.Calling, Assert.Single(await store.Inbox.ClaimDue(10, CancellationToken.None)).State);
    }

    [Fact]
    public async Task PostgreSQL_ends_a_session_idle_in_transaction_for_a_minute()
    {
        await using var database = await TestDatabase.CreateAsync(StoreKind.Postgres, "checkout", "billing");
        await using var shop = await Open(database);
        await using var connection = await shop.Open("checkout");
        await using var shown = connection.Statement("show idle_in_transaction_session_timeout");

        Assert.Equal("1min", await shown.ExecuteScalarAsync());
    }

    [Theory, EachStore]
    public async Task An_event_that_is_too_large_fails_where_it_is_published(StoreKind kind)
    {
        await using var database = await TestDatabase.CreateAsync(kind, "checkout", "billing");
        await using var shop = await Open(database);

        var refused = await Assert.ThrowsAsync<EventTooLargeException>(() => shop.With<CheckoutDb>(db =>
        {
            db.Publish(new OrderPlaced(new string('x', 300_000), 1));
            return Task.CompletedTask;
        }));

        Assert.Contains("Order Placed", refused.Message, StringComparison.Ordinal);
        Assert.InRange(refused.Size, 300_000, 700_000);
    }

    [Theory, EachStore]
    public async Task A_module_may_not_publish_another_modules_event(StoreKind kind)
    {
        await using var database = await TestDatabase.CreateAsync(kind, "checkout", "billing");
        await using var shop = await Open(database);

        await Assert.ThrowsAsync<InvalidOperationException>(() => shop.With<CheckoutDb>(db =>
        {
            db.Publish(new InvoiceSent("ORD-3"));
            return Task.CompletedTask;
        }));
    }
}
