using Microsoft.Extensions.DependencyInjection;
using Shop.Messaging.Transports;

namespace Shop.InMemoryTransport;

/// <summary>Adds the in-memory transport to a host.</summary>
public static class ServiceCollectionExtensions
{
    /// <summary>Events travel to the modules of this process in memory, through MassTransit's mediator.</summary>
    public static IServiceCollection AddInMemoryTransport(this IServiceCollection services) => services.AddSingleton<ITransport, InMemoryTransport>();
}
