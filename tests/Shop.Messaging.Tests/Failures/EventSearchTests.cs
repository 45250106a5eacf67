using Shop.Messaging.Tests.Bus;
using Shop.Testing;

namespace Shop.Messaging.Tests.Failures;

public sealed class EventSearchTests
{
    private static async Task<List<string>> Find(BusFixture bus, EventFilter filter) =>
        [.. (await bus.The<EventSearch>().Find(filter, null, 100, default)).Select(published => $"{published.DetailType} {published.Metadata.Subject}").Order(StringComparer.Ordinal)];

    [Theory, EachStore]
    public async Task Published_events_are_found_by_type_time_correlation_and_subject(StoreKind store)
    {
        await using var bus = await BusFixture.Open(store);
        bus.Clock.By = TimeSpan.FromHours(-3);
        await bus.Place("ORD-3");
        bus.Clock.By = TimeSpan.FromHours(-1);
        await bus.Place("ORD-1");
        var red = Assert.Single(await bus.The<EventSearch>().Find(new EventFilter { Subject = "ORD-3", DetailType = "Order Placed" }, null, 10, default));

        Assert.Equal(["Invoice Sent ORD-1", "Invoice Sent ORD-3"], await Find(bus, new EventFilter { DetailType = "Invoice Sent" }));
        Assert.Equal(["Invoice Sent ORD-3", "Order Placed ORD-3"], await Find(bus, new EventFilter { Subject = "ORD-3" }));
        Assert.Equal(["Invoice Sent ORD-3", "Order Placed ORD-3"], await Find(bus, new EventFilter { CorrelationId = red.Metadata.CorrelationId }));
        Assert.Equal(["Order Placed ORD-1"], await Find(bus, new EventFilter { Since = DateTime.UtcNow.AddHours(-2), DetailType = "Order Placed" }));
        Assert.Equal(["Order Placed ORD-3"], await Find(bus, new EventFilter { Until = DateTime.UtcNow.AddHours(-2), DetailType = "Order Placed" }));
        Assert.Equal(["Order Placed ORD-3"], await Find(bus, new EventFilter { EventId = red.Metadata.EventId }));
    }

    [Theory, EachStore]
    public async Task Published_events_are_paged_newest_first(StoreKind store)
    {
        await using var bus = await BusFixture.Open(store);
        await bus.Place([.. Enumerable.Range(0, 7).Select(i => $"ORD-{i}")]);

        var (read, pages) = (new List<Guid>(), 0);
        for (Guid? before = null; await bus.The<EventSearch>().Find(new EventFilter(), before, 4, default) is { Count: > 0 } page; before = read[^1], pages++)
            read.AddRange(page.Select(published => published.Metadata.EventId));

        Assert.Equal((14, 4), (read.Distinct().Count(), pages));
        Assert.Equal(read.OrderByDescending(id => id.ToString(), StringComparer.Ordinal), read);
    }

    [Theory, EachStore]
    public async Task A_tail_shows_each_event_once_as_it_is_published(StoreKind store)
    {
        await using var bus = await BusFixture.Open(store);
        using var looking = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        await bus.Place("before");

        await using var tail = bus.The<EventSearch>().Tail(new EventFilter { DetailType = "Order Placed" }, looking.Token).GetAsyncEnumerator(looking.Token);
        var first = tail.MoveNextAsync();
        await bus.Place("ORD-3");
        Assert.True(await first);
        await bus.Place("ORD-1");
        var seen = tail.Current.Metadata.Subject;
        Assert.True(await tail.MoveNextAsync());

        Assert.Equal(("ORD-3", "ORD-1"), (seen, tail.Current.Metadata.Subject));
    }
}
