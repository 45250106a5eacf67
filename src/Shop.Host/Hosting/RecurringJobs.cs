using System.Collections.Concurrent;
using Hangfire;
using Hangfire.AspNetCore;
using Hangfire.InMemory;

namespace Shop.Host.Hosting;

/// <summary>
/// Hangfire starts the jobs; what is due is in the modules' own tables. A start that is lost or doubled does no harm, and Hangfire's
/// storage need not outlive the process.
/// </summary>
internal static class RecurringJobs
{
    /// <param name="services">The host's services.</param>
    /// <param name="configuration"><c>Jobs:PollInterval</c>: how often Hangfire looks for jobs that are due; 5 s by default.</param>
    public static IServiceCollection AddRecurringJobs(this IServiceCollection services, IConfiguration configuration)
    {
        // Registered here because Hangfire's own registrations are one for the process, and tests run several shops in one: with the activator
        // that a shop set last, a job of one shop would run in another.
        services.AddSingleton<JobActivator>(provider => new AspNetCoreJobActivator(provider.GetRequiredService<IServiceScopeFactory>()));
        services.AddSingleton<JobStorage>(_ => new InMemoryStorage(new InMemoryStorageOptions { MaxExpirationTime = TimeSpan.FromHours(6) }));
        services.AddHangfire(hangfire => hangfire.UseSimpleAssemblyNameTypeSerializer().UseRecommendedSerializerSettings());
        services.AddHangfireServer(server =>
        {
            server.WorkerCount = 2;
            server.SchedulePollingInterval = configuration.GetValue("Jobs:PollInterval", TimeSpan.FromSeconds(5));
        });
        return services.AddSingleton<RecurringRun>().AddHostedService<ScheduleRecurringJobs>();
    }

    /// <summary>
    /// Rejects settings of jobs that do not exist. Settings of modules that other processes host are allowed: all may share them.
    /// </summary>
    /// <exception cref="ArgumentException">A setting names a job that its module does not have.</exception>
    public static void RefuseSettingsOfUnknownJobs(this WebApplication app)
    {
        var jobs = app.Services.GetRequiredService<ModuleDirectory>().Hosted.SelectMany(module => module.Jobs).Concat(BusJobs.All)
            .ToLookup(job => job.Module, job => job.Name, StringComparer.OrdinalIgnoreCase);
        foreach (var module in app.Configuration.GetSection("Jobs").GetChildren().Where(module => jobs.Contains(module.Key)))
            if (module.GetChildren()
                .FirstOrDefault(job => !jobs[module.Key].Contains(job.Key, StringComparer.OrdinalIgnoreCase)) is { } unknown)
                throw new ArgumentException(
                    $"{unknown.Path} is set, but {module.Key} has no such job. It has {string.Join(", ", jobs[module.Key].Order())}.");
    }

    /// <summary>Hangfire's dashboard, in Development and from this machine only.</summary>
    public static void MapRecurringJobsPage(this WebApplication app)
    {
        if (app.Environment.IsDevelopment())
            app.MapHangfireDashboard("/hangfire");
    }
}

/// <summary>
/// Registers the hosted modules' jobs in Hangfire; <c>Jobs:orders:keep-deadlines</c> sets another cron expression than the code's.
/// </summary>
internal sealed class ScheduleRecurringJobs(ModuleDirectory modules, IRecurringJobManager hangfire, IConfiguration configuration) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken)
    {
        foreach (var job in modules.Hosted.SelectMany(module => module.Jobs).Concat(BusJobs.All))
            Schedule(job.Module, job.Name, job.Cron);
        return Task.CompletedTask;
    }

    /// <exception cref="ArgumentException">The setting is no cron expression.</exception>
    private void Schedule(string module, string job, string cron)
    {
        var setting = $"Jobs:{module}:{job}";
        try
        {
            hangfire.AddOrUpdate<RecurringRun>(
                $"{module}/{job}", insert => insert.Run(module, job, CancellationToken.None), configuration[setting] ?? cron);
        }
        catch (ArgumentException e) when (configuration[setting] is { } set)
        {
            throw new ArgumentException(
                $"{setting} is \"{set}\", which is no cron expression: {e.InnerException?.Message ?? e.Message}", e);
        }
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}

/// <summary>What Hangfire calls. It skips a job that still runs, so that a slow one does not occupy all workers.</summary>
internal sealed class RecurringRun(ModuleDirectory modules, IServiceScopeFactory scopes)
{
    private readonly ConcurrentDictionary<(string Module, string Job), byte> _running = new();

    [AutomaticRetry(Attempts = 0, OnAttemptsExceeded = AttemptsExceededAction.Delete)]
    public async Task Run(string module, string job, CancellationToken ct)
    {
        var type = modules.Hosted.SelectMany(hosted => hosted.Jobs).Concat(BusJobs.All)
            .Single(known => known.Module == module && known.Name == job).Type;
        if (!_running.TryAdd((module, job), 0))
            return;
        try
        {
            await using var scope = scopes.CreateAsyncScope();
            await ((IRecurring)scope.ServiceProvider.GetRequiredService(type)).Run(ct);
        }
        finally
        {
            _running.TryRemove((module, job), out _);
        }
    }
}
