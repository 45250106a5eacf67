using System.Diagnostics;
using Shop.Messaging.Tests.Bus;
using Shop.Testing;

namespace Shop.Messaging.Tests.Failures;

/// <summary>How often the scheduler queries for due messages.</summary>
public sealed class RetrySchedulerTests
{
    [Fact]
    public async Task A_message_due_much_later_is_not_polled_for()
    {
        await using var bus = await BusFixture.Open(StoreKind.Postgres, ("Bus:RetryDelay", "20.00:00:00"), ("Bus:MaxRetryDelay", "20.00:00:00"));
        bus.HandlerLog.Failures["ORD-3"] = 1;
        await Place(bus, "ORD-3");

        using var looks = new Looks(bus.Billing.Database.Location);
        foreach (var order in Enumerable.Range(1, 40))
            await Place(bus, $"ORD-1 {order}");

        Assert.DoesNotContain("invoiced ORD-3", bus.HandlerLog.Done);
        Assert.InRange(looks.Count, 0, 10);
    }

    /// <summary>Places an order and waits until it is not in flight; unlike the fixture's own method, also if a retry is pending.</summary>
    private static async Task Place(BusFixture bus, string order)
    {
        await bus.Shop.With<CheckoutDb>(async db =>
        {
            db.Publish(new OrderPlaced(order, 1));
            await db.SaveChangesAsync();
        });
        await bus.The<Hosting.Bus>().Activity.WaitUntilIdle();
    }

    /// <summary>Counts the queries for the next due message, in one module's schema.</summary>
    private sealed class Looks : IDisposable
    {
        private readonly ActivityListener _listener;
        private int _count;

        public Looks(string place)
        {
            var database = place[(place.IndexOf('/', StringComparison.Ordinal) + 1)..].Split(',')[0];
            _listener = new ActivityListener
            {
                ShouldListenTo = source => source.Name == "Npgsql",
                Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData,
                ActivityStopped = asked =>
                {
                    var tags = asked.TagObjects.Select(tag => $"{tag.Value}").ToList();
                    if (tags.Contains(database) && tags.Any(tag => tag.Contains("min(coalesce(", StringComparison.Ordinal)))
                        Interlocked.Increment(ref _count);
                },
            };
            ActivitySource.AddActivityListener(_listener);
        }

        public int Count => Volatile.Read(ref _count);

        public void Dispose() => _listener.Dispose();
    }
}
