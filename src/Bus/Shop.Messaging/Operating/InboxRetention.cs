using Microsoft.Extensions.Logging;
using Shop.Messaging.Consuming;
using Shop.Messaging.Kernel;
using Shop.Messaging.Modules;

namespace Shop.Messaging.Operating;

/// <summary>How far back a replay may reach: the inbox cannot recognise what was handled before its retention begins.</summary>
internal sealed class InboxRetention(BusOptions options, TimeProvider clock)
{
    /// <summary>Since when the inboxes remember what was handled, UTC.</summary>
    public DateTime Begins => clock.GetUtcNow().UtcDateTime.AddDays(-options.InboxRetentionDays);

    /// <summary>Where a replay begins that does not say: a day later, so that it can be resumed tomorrow, and no nightly purge overtakes it.</summary>
    public DateTime BeginsSafely => Begins.AddDays(1);

    /// <exception cref="OperationRejectedException">The replay begins before the retention, and is no rerun.</exception>
    public void Check(ReplayRequest replay)
    {
        if (replay.Rerun || replay.From is null || replay.From >= Begins)
            return;
        throw new OperationRejectedException(
            $"The inboxes remember {options.InboxRetentionDays} days: what was handled before {Begins:u} would be handled a second time. "
            + "Begin later, or rerun one rule deliberately: --rerun --rule module/rule.");
    }
}

/// <summary>Deletes handled inbox rows and archived events whose retention has ended.</summary>
internal sealed class RetentionJob(HostedModules modules, BusOptions options, ILogger<RetentionJob> logger) : IRecurring
{
    public async Task Run(CancellationToken ct)
    {
        foreach (var module in modules)
        {
            try
            {
                var messages = await module.Store.Inbox.Purge(TimeSpan.FromDays(options.InboxRetentionDays), ct);
                var events = await module.Store.Archive.Purge(TimeSpan.FromDays(options.ArchiveRetentionDays), ct);
                logger.LogInformation("Retention of {Module}: {Messages} inbox rows and {Events} archived events purged", module.Name, messages, events);
            }
            catch (Exception e) when (!ct.IsCancellationRequested)
            {
                logger.LogError(e, "Retention of {Module} failed; other modules are unaffected, retrying on the next run", module.Name);
            }
        }
    }
}
