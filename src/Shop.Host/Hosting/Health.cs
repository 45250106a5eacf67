using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Shop.Host.Hosting;

/// <summary>Health checks: whether the process lives, has started, and can serve.</summary>
internal static class Health
{
    public static IServiceCollection AddShopHealth(this IServiceCollection services)
    {
        services.AddHealthChecks().AddCheck<ModulesHealth>("modules", tags: ["ready"])
            .AddCheck<ReconciliationHealth>("reconciliation", tags: ["reconciliation"]);
        return services;
    }

    public static void MapShopHealth(this WebApplication app)
    {
        Map(app, "/health/live", _ => false);
        Map(app, "/health/startup", _ => false);       // the server listens only once the shop has started
        Map(app, "/health/ready", check => check.Tags.Contains("ready"));
        Map(app, "/health/reconciliation", check => check.Tags.Contains("reconciliation"));
    }

    private static void Map(WebApplication app, string path, Func<HealthCheckRegistration, bool> which) =>
        app.MapHealthChecks(path, new HealthCheckOptions { Predicate = which, ResponseWriter = Write });

    private static Task Write(HttpContext context, HealthReport report) => context.Response.WriteAsJsonAsync(new
    {
        status = report.Status.ToString(),
        modules = report.Entries.SelectMany(entry => entry.Value.Data).ToDictionary(),
    });
}

/// <summary>
/// A module is ready when its database answers and, after a failed write, takes writes again. The
/// answer shows its backlog and dead letters, which do not take the shop out of service.
/// </summary>
internal sealed class ModulesHealth(ModuleDatabases databases) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        var data = new Dictionary<string, object>();
        var down = false;
        foreach (var (module, _, location) in databases.All)
        {
            try
            {
                data[module] = await databases.Backlog(module, cancellationToken);
                await databases.CheckWrites(module, cancellationToken);
            }
            catch (Exception e) when (!cancellationToken.IsCancellationRequested)
            {
                down = true;
                data[module] = $"{location} cannot be used: {e.Message}";
            }
        }
        return new HealthCheckResult(down ? HealthStatus.Unhealthy : HealthStatus.Healthy, data: data);
    }
}

/// <summary>What the last reconciliation found: a discrepancy needs an operator, and takes nothing out of service.</summary>
internal sealed class ReconciliationHealth(Reconciler reconciler) : IHealthCheck
{
    private const int MaxShown = 20;

    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        if (reconciler.Last is not { } report)
            return Task.FromResult(HealthCheckResult.Healthy());
        var data = report.Discrepancies.GroupBy(discrepancy => discrepancy.Module)
            .ToDictionary(module => module.Key, module => (object)module.Take(MaxShown).Select(discrepancy => discrepancy.What).ToList());
        return Task.FromResult(
            new HealthCheckResult(report.Discrepancies.Count == 0 ? HealthStatus.Healthy : HealthStatus.Degraded, data: data));
    }
}
