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
    /// (<c>Bus:Modules:…=Remote</c>), lets everything leave (<c>Bus:Relay=All</c>) or listens (<c>Bus:Aws:ReceiveWhenLocal</c>); else only the names of rules and queues are.
    /// </summary>
    /// <param name="services">The host's services, with the modules.</param>
    /// <param name="configuration">The host's configuration: <c>Bus:Aws</c>.</param>
    public static IServiceCollection AddEventBridgeTransport(this IServiceCollection services, IConfiguration configuration)
    {
        var options = (configuration.GetSection("Bus:Aws").Get<AwsOptions>() ?? new AwsOptions()).Validated();
        services.TryAddSingleton(options);
        services.AddSingleton<IResourceNames, ArnResourceNames>();
        if (!(configuration.GetSection("Bus").Get<BusOptions>() ?? new BusOptions()).UsesRemoteTransport && !options.ReceiveWhenLocal)
            return services;
        // The departures try again by themselves, so that what the SDK does not know is known: for how long, and whether it was throttled.
        services.TryAddSingleton(_ => AwsClients.EventBridge(options, retries: 0));
        services.TryAddSingleton<IAmazonSQS>(_ => AwsClients.Sqs(options));
        services.AddSingleton(provider => new PutEvents(
            provider.GetRequiredService<EventBridgeClient>(), options, new AdaptiveRateLimit(options.EventsPerSecond, TimeProvider.System)));
        services.AddSingleton<FallbackQueue>(provider => ActivatorUtilities.CreateInstance<FallbackQueue>(provider, provider.GetRequiredService<ILogger<FallbackQueue>>()));
        services.AddSingleton(provider => new PutEventsSender(
            provider.GetRequiredService<PutEvents>(), provider.GetRequiredService<FallbackQueue>(), options,
            provider.GetRequiredService<BusOptions>().QueueCapacity, provider.GetRequiredService<ILogger<PutEventsSender>>()));
        services.AddSingleton<QueuePumps>();
        services.AddSingleton<ITransport, EventBridgeTransport>();
        return services;
    }
}
