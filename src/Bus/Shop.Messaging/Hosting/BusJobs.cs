using Microsoft.Extensions.Logging;

namespace Shop.Messaging;

/// <summary>What the bus does again and again for the modules of a process. The host ticks them with the modules' own.</summary>
public static class BusJobs
{
    /// <summary>All of them.</summary>
    public static IReadOnlyList<RecurringJob> All { get; } =
    [
        new("bus", "process-dead-letters", "*/5 * * * * *", typeof(ProcessDeadLetters)),
        new("bus", "reconcile", "30 */5 * * * *", typeof(ReconcileJob)),
        new("bus", "retention", "0 15 3 * * *", typeof(RetentionJob)),
    ];
}

/// <summary>Forgets what was heard and what was archived long enough ago.</summary>
internal sealed class RetentionJob(Modules modules, BusOptions options, ILogger<RetentionJob> logger) : IRecurring
{
    public async Task Run(CancellationToken ct)
    {
        foreach (var module in modules)
        {
            try
            {
                var received = await module.Store.PurgeInbox(TimeSpan.FromDays(options.InboxRetentionDays), ct);
                var archived = await module.Store.PurgeArchive(TimeSpan.FromDays(options.ArchiveRetentionDays), ct);
                logger.LogInformation("{Module} forgot {Heard} heard letters and {Archived} archived events", module.Name, received, archived);
            }
            catch (Exception e) when (!ct.IsCancellationRequested)
            {
                logger.LogError(e, "{Module} could not forget what is old; the other modules go on, and it is tried again tomorrow", module.Name);
            }
        }
    }
}
