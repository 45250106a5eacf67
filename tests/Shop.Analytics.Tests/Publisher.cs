using Microsoft.EntityFrameworkCore;
using Shop.Events;
using Shop.Messaging;
using Shop.Testing;

namespace Shop.Analytics.Tests;

/// <summary>Stands for a module that says the events of <typeparamref name="TEvent"/>'s contracts, and does nothing else.</summary>
internal sealed class Publisher<TEvent>(string name) : IModule where TEvent : IEvent
{
    public string Name => name;

    public void Register(ModuleBuilder module)
    {
        module.UseDatabase<PublisherDb<TEvent>>();
        module.Publishes(typeof(TEvent).Assembly);
    }

    /// <summary>Says events, in one transaction.</summary>
    public static Task Publish(ShopUnderTest shop, params IEnumerable<IEvent> events) => shop.With<PublisherDb<TEvent>>(async db =>
    {
        foreach (var published in events)
            db.Publish(published);
        await db.SaveChangesAsync();
    });
}

internal sealed class PublisherDb<TEvent>(DbContextOptions<PublisherDb<TEvent>> options) : ModuleDbContext(options);
