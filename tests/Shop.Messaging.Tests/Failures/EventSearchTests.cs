using Shop.Messaging.Tests.Bus;
using Shop.Testing;

namespace Shop.Messaging.Tests.Failures;

public sealed class EventSearchTests
{
    private static async Task<List<string>> Find(BusFixture room, EventFilter filter) =>
        [.. (await room.The<EventSearch>().Find(filter, null, 100, default)).Select(published => $"{published.DetailType} {published.Metadata.Subject}").Order(StringComparer.Ordinal)];

    [Theory, EachStore]
    public async Task Published_events_are_found_by_type_time_correlation_and_subject(StoreKind store)
    {
        await using var room = await BusFixture.Open(store);
        room.Clock.By = TimeSpan.FromHours(-3);
        await room.Throw("red");
        room.Clock.By = TimeSpan.FromHours(-1);
        await room.Throw("blue");
        var red = Assert.Single(await room.The<EventSearch>().Find(new EventFilter { Subject = "red", DetailType = "Ball Thrown" }, null, 10, default));

        Assert.Equal(["Ball Caught blue", "Ball Caught red"], await Find(room, new EventFilter { DetailType = "Ball Caught" }));
        Assert.Equal(["Ball Caught red", "Ball Thrown red"], await Find(room, new EventFilter { Subject = "red" }));
        Assert.Equal(["Ball Caught red", "Ball Thrown red"], await Find(room, new EventFilter { CorrelationId = red.Metadata.CorrelationId }));
        Assert.Equal(["Ball Thrown blue"], await Find(room, new EventFilter { Since = DateTime.UtcNow.AddHours(-2), DetailType = "Ball Thrown" }));
        Assert.Equal(["Ball Thrown red"], await Find(room, new EventFilter { Until = DateTime.UtcNow.AddHours(-2), DetailType = "Ball Thrown" }));
        Assert.Equal(["Ball Thrown red"], await Find(room, new EventFilter { EventId = red.Metadata.EventId }));
    }

    [Theory, EachStore]
    public async Task Published_events_are_paged_newest_first(StoreKind store)
    {
        await using var room = await BusFixture.Open(store);
        await room.Throw([.. Enumerable.Range(0, 7).Select(i => $"ball {i}")]);

        var (read, pages) = (new List<Guid>(), 0);
        for (Guid? before = null; await room.The<EventSearch>().Find(new EventFilter(), before, 4, default) is { Count: > 0 } page; before = read[^1], pages++)
            read.AddRange(page.Select(published => published.Metadata.EventId));

        Assert.Equal((14, 4), (read.Distinct().Count(), pages));
        Assert.Equal(read.OrderByDescending(id => id.ToString(), StringComparer.Ordinal), read);
    }

    [Theory, EachStore]
    public async Task A_tail_shows_each_event_once_as_it_is_published(StoreKind store)
    {
        await using var room = await BusFixture.Open(store);
        using var looking = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        await room.Throw("before");

        await using var tail = room.The<EventSearch>().Tail(new EventFilter { DetailType = "Ball Thrown" }, looking.Token).GetAsyncEnumerator(looking.Token);
        var first = tail.MoveNextAsync();
        await room.Throw("red");
        Assert.True(await first);
        await room.Throw("blue");
        var seen = tail.Current.Metadata.Subject;
        Assert.True(await tail.MoveNextAsync());

        Assert.Equal(("red", "blue"), (seen, tail.Current.Metadata.Subject));
    }
}
