using System.Collections.Concurrent;
using Microsoft.EntityFrameworkCore;
using Shop.Events;

namespace Shop.Messaging.Tests.Bus;

/// <summary>A ball was thrown.</summary>
[Event("com.shop.thrower", "Ball Thrown")]
public sealed record BallThrown(string Ball, int Height) : IEvent
{
    string IEvent.Subject => Ball;
}

/// <summary>The catcher's event in response.</summary>
[Event("com.shop.catcher", "Ball Caught")]
public sealed record BallCaught(string Ball) : IEvent
{
    string IEvent.Subject => Ball;
}

/// <summary>The thrower's entity, for the tests that create its table.</summary>
internal sealed class Ball
{
    public required string Name { get; init; }

    public required string Colour { get; set; }
}

internal sealed class ThrowerDb(DbContextOptions<ThrowerDb> options) : ModuleDbContext(options)
{
    public DbSet<Ball> Balls => Set<Ball>();

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.Entity<Ball>().ToTable("balls").HasKey(ball => ball.Name);
        base.OnModelCreating(modelBuilder);
    }
}

internal sealed class CatcherDb(DbContextOptions<CatcherDb> options) : ModuleDbContext(options);

internal sealed class Thrower : IModule
{
    public string Name => "thrower";

    public void Register(ModuleBuilder module)
    {
        module.UseDatabase<ThrowerDb>();
        module.Publishes(EventContract.Of(typeof(BallThrown)));
        module.On<BallCaught>("count-catches").Do<CountCatches>();
    }
}

internal sealed class Catcher : IModule
{
    public string Name => "catcher";

    public void Register(ModuleBuilder module)
    {
        module.UseDatabase<CatcherDb>();
        module.Publishes(EventContract.Of(typeof(BallCaught)));
        module.On<BallThrown>("catch").Do<CatchBall>();
        module.On<BallThrown>("wonder-at-height").Where(ball => ball.Height, Is.AtLeast(100)).Do<Wonder>();
        module.On<BallThrown>("ask-the-referee").Where(ball => ball.Height, Is.AtLeast(1000)).Do<AskReferee>();
    }
}

/// <summary>Records what the handlers did and makes them fail; one per test.</summary>
internal sealed class Diary
{
    public ConcurrentQueue<string> Done { get; } = [];

    /// <summary>How often the handler of a ball will still fail.</summary>
    public ConcurrentDictionary<string, int> Failures { get; } = [];

    public void FailIfAsked(string ball)
    {
        if (Failures.AddOrUpdate(ball, -1, (_, left) => left - 1) >= 0)
            throw new InvalidOperationException($"{ball} slipped.");
    }
}

internal sealed class CatchBall(CatcherDb db, Diary diary) : IHandle<BallThrown>
{
    public Task Handle(BallThrown received, CancellationToken ct)
    {
        diary.FailIfAsked(received.Ball);
        db.Publish(new BallCaught(received.Ball));
        return Task.CompletedTask;
    }
}

internal sealed class Wonder(Diary diary) : IHandleMany<BallThrown>
{
    public Task Handle(IReadOnlyList<Received<BallThrown>> received, CancellationToken ct)
    {
        foreach (var ball in received)
            diary.Done.Enqueue("wondered at " + ball.Event.Ball);
        return Task.CompletedTask;
    }
}

internal sealed class AskReferee(Diary diary) : IExternalCall<BallThrown, string>
{
    public Task Prepare(IReadOnlyList<Received<BallThrown>> received, CancellationToken ct)
    {
        foreach (var ball in received)
        {
            diary.FailIfAsked("preparing " + ball.Event.Ball);
            diary.Done.Enqueue("prepared " + ball.Event.Ball);
        }
        return Task.CompletedTask;
    }

    public Task<string> Call(BallThrown received, CancellationToken ct)
    {
        diary.Done.Enqueue("asked about " + received.Ball);
        diary.FailIfAsked(received.Ball);
        return Task.FromResult("in");
    }

    public Task Record(IReadOnlyList<CallResult<BallThrown, string>> answers, CancellationToken ct)
    {
        foreach (var answer in answers)
            diary.Done.Enqueue($"{answer.Event.Ball} was {answer.Result}");
        return Task.CompletedTask;
    }
}

internal sealed class CountCatches(Diary diary) : IHandle<BallCaught>
{
    public Task Handle(BallCaught received, CancellationToken ct)
    {
        diary.Done.Enqueue("counted " + received.Ball);
        return Task.CompletedTask;
    }
}
