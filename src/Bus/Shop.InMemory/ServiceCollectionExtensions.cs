using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Shop.Messaging;

namespace Shop.InMemory;

/// <summary>Puts the in-memory carrier into a host.</summary>
public static class ServiceCollectionExtensions
{
    /// <summary>Events are carried to the modules of this process over MassTransit's in-memory bus.</summary>
    public static IServiceCollection AddInMemoryTransport(this IServiceCollection services) =>
        services.AddSingleton<ITransport>(provider => new InMemoryTransport(
            provider.GetRequiredService<Modules>(), provider.GetRequiredService<BusOptions>(), provider.GetRequiredService<EventThrottle>(),
            provider.GetRequiredService<ILogger<InMemoryTransport>>()));
}
