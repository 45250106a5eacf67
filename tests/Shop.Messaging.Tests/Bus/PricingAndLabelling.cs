using Microsoft.EntityFrameworkCore;
using Shop.Events;

namespace Shop.Messaging.Tests.Bus
{
    /// <summary>A product's price changed; this version has its currency.</summary>
    [Event("com.shop.pricing", "Price Changed", Version = "2.0")]
    public sealed record PriceChanged([Length(1, 20)] string ProductId, [Minimum(0)] int Amount, string Currency)
        : IEvent, IUpcasts<First.PriceChanged, PriceChanged>, IAlsoPublishes<First.PriceChanged>
    {
        string IEvent.Subject => ProductId;

        static PriceChanged IUpcasts<First.PriceChanged, PriceChanged>.Upcast(First.PriceChanged old) => new(old.ProductId, old.Amount, "unknown");

        First.PriceChanged IAlsoPublishes<First.PriceChanged>.Downcast() => new(ProductId, Amount);
    }

    internal sealed class PricingDb(DbContextOptions<PricingDb> options) : ModuleDbContext(options);

    internal sealed class LabellingDb(DbContextOptions<LabellingDb> options) : ModuleDbContext(options);

    /// <summary>Publishes changes of prices in both versions.</summary>
    internal sealed class Pricing : IModule
    {
        public string Name => "pricing";

        public void Register(ModuleBuilder module)
        {
            module.UseDatabase<PricingDb>();
            module.Publishes(EventContract.Of(typeof(PriceChanged)), EventContract.Of(typeof(First.PriceChanged)));
        }
    }

    /// <summary>The earlier Pricing, which has only version 1.0.</summary>
    internal sealed class FormerPricing : IModule
    {
        public string Name => "pricing";

        public void Register(ModuleBuilder module)
        {
            module.UseDatabase<PricingDb>();
            module.Publishes(EventContract.Of(typeof(First.PriceChanged)));
        }
    }

    /// <summary>Subscribes to each version with its own rule, and with a rule that has two alternatives.</summary>
    internal sealed class Labelling : IModule
    {
        public string Name => "labelling";

        public void Register(ModuleBuilder module)
        {
            module.UseDatabase<LabellingDb>();
            module.On<PriceChanged>("print-label").Do<PrintLabel>();
            module.On<First.PriceChanged>("print-label-as-before").Do<PrintLabelAsBefore>();
            module.On<PriceChanged>("note-unusual-price")
                  .Where(Rule.AnyOf<PriceChanged>(
                      change => change.Where(p => p.Amount, Is.AtLeast(1000)),
                      change => change.Where(p => p.Currency, Is.EqualTo("XAU"))))
                  .Do<NoteUnusualPrice>();
        }
    }

    /// <summary>Labelling without subscriptions.</summary>
    internal sealed class EmptyLabelling : IModule
    {
        public string Name => "labelling";

        public void Register(ModuleBuilder module) => module.UseDatabase<LabellingDb>();
    }

    internal sealed class PrintLabel(HandlerLog handled) : IHandle<PriceChanged>
    {
        public Task Handle(PriceChanged received, CancellationToken ct)
        {
            handled.FailIfAsked(received.ProductId);
            handled.Done.Enqueue($"printed {received.ProductId} in {received.Currency}");
            return Task.CompletedTask;
        }
    }

    internal sealed class PrintLabelAsBefore(HandlerLog handled) : IHandle<First.PriceChanged>
    {
        public Task Handle(First.PriceChanged received, CancellationToken ct)
        {
            handled.Done.Enqueue($"printed {received.ProductId} as before");
            return Task.CompletedTask;
        }
    }

    internal sealed class NoteUnusualPrice(HandlerLog handled) : IHandleMany<PriceChanged>
    {
        public Task Handle(IReadOnlyList<Received<PriceChanged>> received, CancellationToken ct)
        {
            foreach (var change in received)
                handled.Done.Enqueue($"noted {change.Event.ProductId}");
            return Task.CompletedTask;
        }
    }
}

namespace Shop.Messaging.Tests.Bus.First
{
    /// <summary>A product's price changed.</summary>
    [Event("com.shop.pricing", "Price Changed")]
    public sealed record PriceChanged([Length(1, 20)] string ProductId, [Minimum(0)] int Amount) : IEvent
    {
        string IEvent.Subject => ProductId;
    }
}
