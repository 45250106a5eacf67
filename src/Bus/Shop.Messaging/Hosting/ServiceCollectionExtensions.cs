using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Shop.Messaging;

/// <summary>Puts modules and their bus into a host.</summary>
public static class ServiceCollectionExtensions
{
    /// <summary>Registers the modules, their databases and the bus. Add a carrier beside it.</summary>
    /// <param name="services">The host's services.</param>
    /// <param name="configuration">The host's configuration: <c>Bus</c>, <c>Storage</c>, <c>ConnectionStrings</c>, and a section a module.</param>
    /// <param name="all">Every module of the shop.</param>
    /// <param name="hosted">The names of those that this process hosts; null for all that <c>Bus:Modules</c> does not place elsewhere.</param>
    /// <exception cref="ArgumentException">A name in <paramref name="hosted"/> or <c>Bus:Modules</c> is no module's.</exception>
    public static IServiceCollection AddModules(
        this IServiceCollection services, IConfiguration configuration, IReadOnlyList<IModule> all, IReadOnlyCollection<string>? hosted = null)
    {
        var options = (configuration.GetSection("Bus").Get<BusOptions>() ?? new BusOptions()).Validated();
        var here = Hosted(all, hosted, options);
        var declared = all.Select(module => Declare(module, here.Contains(module.Name) ? services : new ServiceCollection(), configuration)).ToList();

        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton(options);
        services.AddSingleton(provider => new BusRuntime(provider.GetRequiredService<BusOptions>(), provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton(provider => new Modules(
            declared, here, module => Storage.Open(configuration, module),
            provider.GetRequiredService<BusRuntime>(), provider.GetRequiredService<IServiceScopeFactory>(), provider.GetRequiredService<ILoggerFactory>()));
        services.AddSingleton(provider => provider.GetRequiredService<BusRuntime>().Throttle);
        services.AddSingleton<EventHistory>();
        services.AddSingleton(provider => new InboundAdapter(
            provider.GetRequiredService<Modules>(), provider.GetRequiredService<BusRuntime>()));
        services.AddSingleton(provider => new Bus(
            provider.GetRequiredService<Modules>(), provider.GetServices<ITransport>(), provider.GetRequiredService<BusRuntime>(),
            provider.GetRequiredService<IHostApplicationLifetime>(), provider.GetRequiredService<ILogger<Bus>>()));
        services.AddHostedService(provider => provider.GetRequiredService<Bus>());
        services.AddHostedService(provider => new BacklogMetrics(
            provider.GetRequiredService<Modules>(), provider.GetRequiredService<BusRuntime>(), provider.GetRequiredService<ILogger<BacklogMetrics>>()));
        return services.AddOperations();
    }

    /// <summary>What people do with what failed and what was said: begins after the bus, and ends before it.</summary>
    private static IServiceCollection AddOperations(this IServiceCollection services)
    {
        services.AddSingleton(provider => new BulkOperations(
            provider.GetRequiredService<Modules>(), provider.GetRequiredService<BusRuntime>(), provider.GetRequiredService<ILogger<BulkOperations>>()));
        services.AddHostedService(provider => provider.GetRequiredService<BulkOperations>());
        services.TryAddSingleton<IResourceNames, LocalResourceNames>();
        services.AddSingleton<DeadLetters>().AddSingleton<Replays>().AddSingleton<EventSearch>().AddSingleton<Reconciler>().AddSingleton<PublishedEvents>();
        services.AddSingleton<AlertThrottle>().AddSingleton<IAlertChannel, LogAlertChannel>();
        services.AddScoped<ProcessDeadLetters>().AddScoped<RetentionJob>().AddScoped<ReconcileJob>();
        return services;
    }

    private static HashSet<string> Hosted(IReadOnlyList<IModule> all, IReadOnlyCollection<string>? hosted, BusOptions options)
    {
        var names = all.Select(module => module.Name).ToHashSet();
        if ((hosted ?? []).Concat(options.Modules.Keys).FirstOrDefault(name => !names.Contains(name.ToLowerInvariant())) is { } unknown)
            throw new ArgumentException($"There is no module \"{unknown}\". The modules are {string.Join(", ", names.Order())}.");
        return hosted is null ? [.. names.Where(name => options.PlacementOf(name) == Placement.Local)] : [.. hosted];
    }

    private static ModuleDeclaration Declare(IModule module, IServiceCollection services, IConfiguration configuration)
    {
        var builder = new ModuleBuilder(module.Name, services, configuration);
        module.Register(builder);
        return builder.Build();
    }
}
