using System.Collections.Concurrent;
using Hangfire;
using Hangfire.InMemory;
using Shop.Messaging;

namespace Shop.Host.Hosting;

/// <summary>
/// Hangfire ticks, the modules' own tables remember: each job looks for what is due, so a tick that is lost or doubled does no harm, and
/// Hangfire's storage need not outlive the process.
/// </summary>
internal static class RecurringJobs
{
    /// <param name="services">The host's services.</param>
    /// <param name="configuration"><c>Jobs:LookEvery</c>: how often it looks whether a job is to run, 5 s when it is not set.</param>
    public static IServiceCollection AddRecurringJobs(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddHangfire(hangfire => hangfire
            .UseSimpleAssemblyNameTypeSerializer().UseRecommendedSerializerSettings()
            .UseInMemoryStorage(new InMemoryStorageOptions { MaxExpirationTime = TimeSpan.FromHours(6) }));
        services.AddHangfireServer(server =>
        {
            server.WorkerCount = 2;
            server.SchedulePollingInterval = configuration.GetValue("Jobs:LookEvery", TimeSpan.FromSeconds(5));
        });
        return services.AddSingleton<RecurringTick>().AddHostedService<ScheduleRecurringJobs>();
    }

    /// <summary>Hangfire's page; for people at the machine in Development only, until operators have accounts.</summary>
    public static void MapRecurringJobsPage(this WebApplication app)
    {
        if (app.Environment.IsDevelopment())
            app.MapHangfireDashboard("/hangfire");
    }
}

/// <summary>Tells Hangfire what the hosted modules do again and again; <c>Jobs:orders:keep-deadlines</c> sets another cron than the code's.</summary>
internal sealed class ScheduleRecurringJobs(Modules modules, IRecurringJobManager hangfire, IConfiguration configuration) : IHostedService
{
    /// <exception cref="InvalidOperationException">A setting is for a job that there is not.</exception>
    public Task StartAsync(CancellationToken cancellationToken)
    {
        var jobs = modules.SelectMany(module => module.Declared.Jobs).Concat(BusJobs.All).ToList();
        RefuseUnknown(jobs);
        foreach (var job in jobs)
            hangfire.AddOrUpdate<RecurringTick>($"{job.Module}/{job.Name}", tick => tick.Run(job.Module, job.Name, CancellationToken.None),
                configuration[$"Jobs:{job.Module}:{job.Name}"] ?? job.Cron);
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>A setting that does nothing is a mistake; but one for a module that is hosted elsewhere may be in all processes' settings.</summary>
    private void RefuseUnknown(IReadOnlyList<Messaging.RecurringJob> jobs)
    {
        foreach (var module in configuration.GetSection("Jobs").GetChildren().Where(module => jobs.Any(job => job.Module == module.Key)))
            foreach (var set in module.GetChildren().Where(set => !jobs.Any(job => job.Module == module.Key && job.Name == set.Key)))
                throw new InvalidOperationException(
                    $"{set.Path} is set, but {module.Key} has no such job. It has {string.Join(", ", jobs.Where(job => job.Module == module.Key).Select(job => job.Name).Order())}.");
    }
}

/// <summary>What Hangfire calls. A tick that comes while the one before is still at work is let go, so that no slow job takes up all workers.</summary>
internal sealed class RecurringTick(Modules modules, IServiceScopeFactory scopes)
{
    private readonly ConcurrentDictionary<(string Module, string Job), byte> _atWork = new();

    [AutomaticRetry(Attempts = 0, OnAttemptsExceeded = AttemptsExceededAction.Delete)]
    public async Task Run(string module, string job, CancellationToken ct)
    {
        var type = modules.SelectMany(hosted => hosted.Declared.Jobs).Concat(BusJobs.All).Single(known => known.Module == module && known.Name == job).Type;
        if (!_atWork.TryAdd((module, job), 0))
            return;
        try
        {
            await using var scope = scopes.CreateAsyncScope();
            await ((IRecurring)scope.ServiceProvider.GetRequiredService(type)).Run(ct);
        }
        finally
        {
            _atWork.TryRemove((module, job), out _);
        }
    }
}
