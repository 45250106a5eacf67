
namespace Shop.Host.Hosting;

/// <summary>
/// Plants what an empty database is given, and waits until every module has heard of it. Runs after the bus has started and before the
/// server listens, so that the first request finds products and prices. Where nothing was missing, nothing is waited for: a shop that comes
/// back from a crash opens at once, whatever it finds to do.
/// </summary>
internal sealed class Seeds(Modules modules, Bus bus, IServiceScopeFactory scopes, IConfiguration configuration, TimeProvider clock) : IHostedService
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        if (!configuration.GetValue("Storage:Seed", true))
            return;
        var planted = false;
        foreach (var seed in modules.Select(module => module.Declared.Seed).OfType<Type>())
        {
            await using var scope = scopes.CreateAsyncScope();
            planted |= await ((ISeed)scope.ServiceProvider.GetRequiredService(seed)).Apply(cancellationToken);
        }
        // What another module has left to do may take longer: then the shop opens meanwhile.
        if (planted)
            await bus.Activity.WaitUntilIdle(cancellationToken).WaitAsync(Patience, clock, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}

internal static class SeedsRegistration
{
    public static IServiceCollection AddSeeds(this IServiceCollection services) => services.AddHostedService<Seeds>();
}
