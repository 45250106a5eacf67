using Amazon.SQS;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Shop.Messaging;

namespace Shop.EventBridge;

/// <summary>Puts the EventBridge carrier into a host.</summary>
public static class ServiceCollectionExtensions
{
    /// <summary>
    /// Events are carried to modules elsewhere over EventBridge, and theirs are heard from SQS, when the configuration places a module elsewhere
    /// (<c>Bus:Modules:…=Remote</c>), lets everything leave (<c>Bus:Relay=All</c>) or listens (<c>Bus:Aws:Listens</c>); else only the names of rules and queues are.
    /// </summary>
    /// <param name="services">The host's services, with the modules.</param>
    /// <param name="configuration">The host's configuration: <c>Bus:Aws</c>.</param>
    public static IServiceCollection AddEventBridgeCarrier(this IServiceCollection services, IConfiguration configuration)
    {
        var options = (configuration.GetSection("Bus:Aws").Get<AwsOptions>() ?? new AwsOptions()).Checked();
        services.TryAddSingleton(options);
        services.AddSingleton<IAddresses, Addresses>();
        if (!(configuration.GetSection("Bus").Get<BusOptions>() ?? new BusOptions()).LeavesTheProcess && !options.Listens)
            return services;
        // The departures try again by themselves, so that what the SDK does not know is known: for how long, and whether it was throttled.
        services.TryAddSingleton(_ => AwsClients.EventBridge(options, retries: 0));
        services.TryAddSingleton<IAmazonSQS>(_ => AwsClients.Sqs(options));
        services.AddSingleton(provider => new PutEvents(
            provider.GetRequiredService<EventBridgeClient>(), options, new Pace(options.EventsASecond, TimeProvider.System)));
        services.AddSingleton<Fallback>(provider => ActivatorUtilities.CreateInstance<Fallback>(provider, provider.GetRequiredService<ILogger<Fallback>>()));
        services.AddSingleton(provider => new Departures(
            provider.GetRequiredService<PutEvents>(), provider.GetRequiredService<Fallback>(), options,
            provider.GetRequiredService<BusOptions>().LaneCapacity, provider.GetRequiredService<ILogger<Departures>>()));
        services.AddSingleton<Pumps>();
        services.AddSingleton<ICarrier, EventBridgeCarrier>();
        return services;
    }
}
