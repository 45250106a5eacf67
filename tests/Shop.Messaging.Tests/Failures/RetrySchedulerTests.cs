using System.Diagnostics;
using Shop.Messaging.Tests.Bus;
using Shop.Testing;

namespace Shop.Messaging.Tests.Failures;

/// <summary>How often it is looked for letters that are due.</summary>
public sealed class RetrySchedulerTests
{
    [Fact]
    public async Task A_message_due_much_later_is_not_polled_for()
    {
        await using var room = await BusFixture.Open(StoreKind.Postgres, ("Bus:RetryDelay", "20.00:00:00"), ("Bus:MaxRetryDelay", "20.00:00:00"));
        room.Diary.Failures["red"] = 1;
        await Throw(room, "red");

        using var looks = new Looks(room.Catcher.Database.Location);
        foreach (var ball in Enumerable.Range(1, 40))
            await Throw(room, $"blue {ball}");

        Assert.DoesNotContain("caught red", room.Diary.Done);
        Assert.InRange(looks.Count, 0, 10);
    }

    /// <summary>Throws a ball and waits until nobody is busy with it; unlike the room's own, also when it is to be tried again.</summary>
    private static async Task Throw(BusFixture room, string ball)
    {
        await room.Shop.With<ThrowerDb>(async db =>
        {
            db.Publish(new BallThrown(ball, 1));
            await db.SaveChangesAsync();
        });
        await room.The<Hosting.Bus>().Activity.WaitUntilIdle();
    }

    /// <summary>Counts the questions of when the next letter is due, in one module's schema.</summary>
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
