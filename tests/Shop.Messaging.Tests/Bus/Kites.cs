using Microsoft.EntityFrameworkCore;
using Shop.Events;

namespace Shop.Messaging.Tests.Bus
{
    /// <summary>A kite rose; this version has its colour.</summary>
    [Event("com.shop.meadow", "Kite Risen", Version = "2.0")]
    public sealed record KiteRisen([Length(1, 20)] string Kite, [Minimum(0)] int Height, string Colour)
        : IEvent, IUpcasts<First.KiteRisen, KiteRisen>, IAlsoPublishes<First.KiteRisen>
    {
        string IEvent.Subject => Kite;

        static KiteRisen IUpcasts<First.KiteRisen, KiteRisen>.Upcast(First.KiteRisen old) => new(old.Kite, old.Height, "unknown");

        First.KiteRisen IAlsoPublishes<First.KiteRisen>.Downcast() => new(Kite, Height);
    }

    internal sealed class MeadowDb(DbContextOptions<MeadowDb> options) : ModuleDbContext(options);

    internal sealed class SkyDb(DbContextOptions<SkyDb> options) : ModuleDbContext(options);

    /// <summary>Publishes kites in both versions.</summary>
    internal sealed class Meadow : IModule
    {
        public string Name => "meadow";

        public void Register(ModuleBuilder module)
        {
            module.UseDatabase<MeadowDb>();
            module.Publishes(EventContract.Of(typeof(KiteRisen)), EventContract.Of(typeof(First.KiteRisen)));
        }
    }

    /// <summary>The earlier meadow, which has only version 1.0.</summary>
    internal sealed class FormerMeadow : IModule
    {
        public string Name => "meadow";

        public void Register(ModuleBuilder module)
        {
            module.UseDatabase<MeadowDb>();
            module.Publishes(EventContract.Of(typeof(First.KiteRisen)));
        }
    }

    /// <summary>Subscribes to each version with its own rule, and with a rule that has two alternatives.</summary>
    internal sealed class Sky : IModule
    {
        public string Name => "sky";

        public void Register(ModuleBuilder module)
        {
            module.UseDatabase<SkyDb>();
            module.On<KiteRisen>("see-kite").Do<SeeKite>();
            module.On<First.KiteRisen>("see-kite-as-before").Do<SeeKiteAsBefore>();
            module.On<KiteRisen>("see-strange-kite")
                  .Where(Rule.AnyOf<KiteRisen>(
                      kite => kite.Where(k => k.Height, Is.AtLeast(1000)),
                      kite => kite.Where(k => k.Colour, Is.EqualTo("black"))))
                  .Do<SeeStrangeKite>();
        }
    }

    /// <summary>A sky without subscriptions.</summary>
    internal sealed class EmptySky : IModule
    {
        public string Name => "sky";

        public void Register(ModuleBuilder module) => module.UseDatabase<SkyDb>();
    }

    internal sealed class SeeKite(Diary diary) : IHandle<KiteRisen>
    {
        public Task Handle(KiteRisen received, CancellationToken ct)
        {
            diary.FailIfAsked(received.Kite);
            diary.Done.Enqueue($"saw {received.Kite} in {received.Colour}");
            return Task.CompletedTask;
        }
    }

    internal sealed class SeeKiteAsBefore(Diary diary) : IHandle<First.KiteRisen>
    {
        public Task Handle(First.KiteRisen received, CancellationToken ct)
        {
            diary.Done.Enqueue($"saw {received.Kite} as before");
            return Task.CompletedTask;
        }
    }

    internal sealed class SeeStrangeKite(Diary diary) : IHandleMany<KiteRisen>
    {
        public Task Handle(IReadOnlyList<Received<KiteRisen>> received, CancellationToken ct)
        {
            foreach (var kite in received)
                diary.Done.Enqueue($"wondered at {kite.Event.Kite}");
            return Task.CompletedTask;
        }
    }
}

namespace Shop.Messaging.Tests.Bus.First
{
    /// <summary>A kite rose.</summary>
    [Event("com.shop.meadow", "Kite Risen")]
    public sealed record KiteRisen([Length(1, 20)] string Kite, [Minimum(0)] int Height) : IEvent
    {
        string IEvent.Subject => Kite;
    }
}
