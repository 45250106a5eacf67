using Amazon.SQS;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;

namespace Shop.EventBridge;

/// <summary>Adds the EventBridge transport to a host.</summary>
public static class ServiceCollectionExtensions
{
    /// <summary>
    /// Sends events to remote modules over EventBridge and receives theirs from SQS if the configuration makes a module remote
    /// (<c>Bus:Modules:…=Remote</c>), relays everything (<c>Bus:Relay=All</c>) or receives anyway (<c>Bus:Aws:ReceiveWhenLocal</c>).
    /// Otherwise AWS only gives rules and queues their names.
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
        // The sender retries itself: it limits the duration and must see throttling, which the SDK's retries hide.
        services.TryAddSingleton(_ => AwsClients.EventBridge(options, retries: 0));
        services.TryAddSingleton<IAmazonSQS>(_ => AwsClients.Sqs(options));
        services.AddSingleton(provider => new PutEvents(
            provider.GetRequiredService<EventBridgeClient>(), options, new AdaptiveRateLimit(options.EventsPerSecond, TimeProvider.System)));
        services.AddSingleton<FallbackQueue>(
            provider => ActivatorUtilities.CreateInstance<FallbackQueue>(provider, provider.GetRequiredService<ILogger<FallbackQueue>>()));
        services.AddSingleton(provider => new PutEventsSender(
            provider.GetRequiredService<PutEvents>(), provider.GetRequiredService<FallbackQueue>(), options,
            provider.GetRequiredService<BusOptions>().QueueCapacity, provider.GetRequiredService<ILogger<PutEventsSender>>()));
        services.AddSingleton<QueuePumps>();
        services.AddSingleton<ITransport, EventBridgeTransport>();
        return services;
    }
}
