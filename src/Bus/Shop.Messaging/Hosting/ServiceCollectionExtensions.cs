using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Shop.Messaging.Consuming;
using Shop.Messaging.Kernel;
using Shop.Messaging.Modules;
using Shop.Messaging.Operating;
using Shop.Messaging.Publishing;
using Shop.Messaging.Storage;
using Shop.Messaging.Transports;

namespace Shop.Messaging.Hosting;

/// <summary>Adds modules and their bus to a host.</summary>
public static class ServiceCollectionExtensions
{
    /// <summary>Registers the modules, their databases and the bus. Add a transport beside it.</summary>
    /// <param name="services">The host's services.</param>
    /// <param name="configuration">The host's configuration: <c>Bus</c>, <c>Storage</c>, <c>ConnectionStrings</c>, and a section for each module.</param>
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
        services.AddSingleton(options).AddSingleton<EventThrottle>().AddSingleton(new ModuleDirectory(declared, here));
        services.AddSingleton(provider => new BusRuntime(options, provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton(provider => new ModuleRuntimes(declared.Where(module => here.Contains(module.Name)).Select(module => new ModuleRuntime(
            module, new ModuleStore(StorageSettings.DatabaseOf(configuration, module.Name), options.Lease), provider.GetRequiredService<BusRuntime>(),
            provider.GetRequiredService<EventThrottle>(), provider.GetRequiredService<IServiceScopeFactory>(),
            provider.GetRequiredService<ILoggerFactory>()))));
        services.AddSingleton<IPublishers>(provider => provider.GetRequiredService<ModuleRuntimes>());
        services.AddSingleton(provider => new HostedModules(provider.GetRequiredService<ModuleRuntimes>().All.Select(runtime => runtime.Module)));
        services.AddSingleton<IReadOnlyList<IModuleReceiver>>(provider => [.. provider.GetRequiredService<HostedModules>().Select(module => module.Processor)]);
        services.AddSingleton(provider => new ModuleDatabases(provider.GetRequiredService<HostedModules>()));
        services.AddSingleton(provider => new InboundAdapter(
            provider.GetRequiredService<HostedModules>(), provider.GetRequiredService<ModuleDirectory>(), provider.GetRequiredService<BusRuntime>()));
        services.AddSingleton<IBuiltInActions, BuiltInActions>();
        services.AddSingleton(provider => new Bus(
            provider.GetRequiredService<ModuleRuntimes>(), provider.GetServices<ITransport>(), provider.GetRequiredService<BusRuntime>(),
            provider.GetRequiredService<IHostApplicationLifetime>(), provider.GetRequiredService<ILogger<Bus>>()));
        services.AddHostedService(provider => provider.GetRequiredService<Bus>());
        services.AddHostedService<BacklogMetrics>();
        return services.AddOperating();
    }

    /// <summary>What operators see and do: starts after the bus, and ends before it.</summary>
    private static IServiceCollection AddOperating(this IServiceCollection services)
    {
        services.TryAddSingleton<IResourceNames, LocalResourceNames>();
        services.AddSingleton<AlertThrottle>().AddSingleton<IAlertChannel, LogAlertChannel>();
        services.AddSingleton(provider => new BulkOperations(
            provider.GetRequiredService<HostedModules>(), provider.GetRequiredService<BusRuntime>(), provider.GetRequiredService<ILogger<BulkOperations>>()));
        services.AddHostedService(provider => provider.GetRequiredService<BulkOperations>());
        services.AddSingleton(provider => new DeadLetters(
            provider.GetRequiredService<HostedModules>(), provider.GetRequiredService<ModuleDirectory>(), provider.GetRequiredService<IResourceNames>(),
            provider.GetRequiredService<BulkOperations>()));
        services.AddSingleton(provider => new Replays(
            provider.GetRequiredService<HostedModules>(), provider.GetRequiredService<BusOptions>(), provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<BulkOperations>()));
        services.AddSingleton(provider => new EventSearch(provider.GetRequiredService<HostedModules>(), provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton(provider => new EventHistory(provider.GetRequiredService<HostedModules>(), provider.GetRequiredService<ModuleDirectory>()));
        services.AddSingleton(provider => new PublishedEvents(provider.GetRequiredService<HostedModules>(), provider.GetRequiredService<ModuleDirectory>()));
        services.AddSingleton(provider => new Reconciler(
            provider.GetRequiredService<HostedModules>(), provider.GetRequiredService<BusOptions>(), provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<IServiceScopeFactory>()));
        services.AddScoped<DeadLetterProcessor>().AddScoped<RetentionJob>().AddScoped<ReconcileJob>();
        return services;
    }

    private static HashSet<string> Hosted(IReadOnlyList<IModule> all, IReadOnlyCollection<string>? hosted, BusOptions options)
    {
        var names = all.Select(module => module.Name).ToHashSet();
        if ((hosted ?? []).Concat(options.Modules.Keys).FirstOrDefault(name => !names.Contains(name.ToLowerInvariant())) is { } unknown)
            throw new ArgumentException($"There is no module \"{unknown}\". The modules are {string.Join(", ", names.Order())}.");
        return hosted is null
            ? [.. names.Where(name => options.PlacementOf(name) == Placement.Local)]
            : [.. hosted.Select(name => name.ToLowerInvariant())];
    }

    private static ModuleDeclaration Declare(IModule module, IServiceCollection services, IConfiguration configuration)
    {
        var builder = new ModuleBuilder(module.Name, services, configuration);
        module.Register(builder);
        return builder.Build();
    }
}
