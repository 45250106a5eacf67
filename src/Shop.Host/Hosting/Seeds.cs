
namespace Shop.Host.Hosting;

/// <summary>
/// Applies the modules' seeds, and waits until every module has handled their events. Runs after the bus has started and before the server
/// listens, so that the first request finds products and prices. When nothing was missing it does not wait: a shop that restarts after a
/// crash opens at once, whatever its backlog.
/// </summary>
internal sealed class Seeds(
    ModuleDirectory modules, Bus bus, IServiceScopeFactory scopes, IConfiguration configuration, TimeProvider clock) : IHostedService
{
    private static readonly TimeSpan MaxWait = TimeSpan.FromSeconds(30);

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        if (!configuration.GetValue("Storage:Seed", true))
            return;
        var applied = false;
        foreach (var seed in modules.Hosted.Select(module => module.Seed).OfType<Type>())
        {
            await using var scope = scopes.CreateAsyncScope();
            applied |= await ((ISeed)scope.ServiceProvider.GetRequiredService(seed)).Apply(cancellationToken);
        }
        // When a module's backlog takes longer, the shop opens meanwhile.
        if (applied)
            await bus.Activity.WaitUntilIdle(cancellationToken).WaitAsync(MaxWait, clock, cancellationToken)
                .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}

internal static class SeedsRegistration
{
    public static IServiceCollection AddSeeds(this IServiceCollection services) => services.AddHostedService<Seeds>();
}
