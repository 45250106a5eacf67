using Microsoft.EntityFrameworkCore;
using Shop.Events;
using Shop.Testing;

namespace Shop.Analytics.Tests;

/// <summary>A stand-in for a module that publishes the contracts of <typeparamref name="TEvent"/>'s assembly.</summary>
internal sealed class Publisher<TEvent>(string name) : IModule where TEvent : IEvent
{
    public string Name => name;

    public void Register(ModuleBuilder module)
    {
        module.UseDatabase<PublisherDb<TEvent>>();
        module.Publishes(typeof(TEvent).Assembly);
    }

    /// <summary>Publishes events in one transaction.</summary>
    public static Task Publish(ShopUnderTest shop, params IEnumerable<IEvent> events) => shop.With<PublisherDb<TEvent>>(async db =>
    {
        foreach (var published in events)
            db.Publish(published);
        await db.SaveChangesAsync();
    });
}

internal sealed class PublisherDb<TEvent>(DbContextOptions<PublisherDb<TEvent>> options) : ModuleDbContext(options);
