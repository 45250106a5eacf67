using System.Collections.Concurrent;
using System.Diagnostics;
using Microsoft.EntityFrameworkCore;
using Shop.Events;

namespace Shop.Bench.Aws;

/// <summary>The event: about as large as an Order Created.</summary>
/// <param name="Id">Its number.</param>
/// <param name="SentAt">The machine's monotonic clock, in its ticks.</param>
/// <param name="Filling">Filler.</param>
[Event("com.shop.sender", "Measured Sent")]
internal sealed record MeasuredSent(string Id, long SentAt, string Filling) : IEvent
{
    string IEvent.Subject => Id;

    public static MeasuredSent Now(int number) => new($"M-{number}", Stopwatch.GetTimestamp(), new string('x', 600));
}

internal sealed class SenderDb(DbContextOptions<SenderDb> options) : ModuleDbContext(options);

internal sealed class ReceiverDb(DbContextOptions<ReceiverDb> options) : ModuleDbContext(options);

internal sealed class SenderModule : IModule
{
    public string Name => "sender";

    public void Register(ModuleBuilder module)
    {
        module.UseDatabase<SenderDb>();
        module.Publishes(EventContract.Of(typeof(MeasuredSent)));
    }
}

internal sealed class ReceiverModule : IModule
{
    public string Name => "receiver";

    public void Register(ModuleBuilder module)
    {
        module.UseDatabase<ReceiverDb>();
        module.On<MeasuredSent>("measure").Do<Measure>();
    }
}

/// <summary>Each event's latency, from the commit to the handler.</summary>
internal sealed class Arrivals
{
    public ConcurrentQueue<double> Milliseconds { get; } = [];
}

internal sealed class Measure(Arrivals arrivals) : IHandleMany<MeasuredSent>
{
    public Task Handle(IReadOnlyList<Received<MeasuredSent>> received, CancellationToken ct)
    {
        foreach (var one in received)
            arrivals.Milliseconds.Enqueue(Stopwatch.GetElapsedTime(one.Event.SentAt).TotalMilliseconds);
        return Task.CompletedTask;
    }
}
