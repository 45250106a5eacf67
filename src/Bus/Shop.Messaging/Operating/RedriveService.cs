using Shop.Messaging.Consuming;
using Shop.Messaging.Kernel;
using Shop.Messaging.Storage;

namespace Shop.Messaging.Operating;

/// <summary>Gives a module's dead letters one more attempt: on its own after a while, and page by page for an operator's operation.</summary>
internal sealed class RedriveService(HostedModule module, BusOptions options)
{
    private const int BatchSize = 200;

    /// <summary>Redrives dead letters whose wait has ended; it doubles with each redrive.</summary>
    public async Task RedriveDue(CancellationToken ct)
    {
        for (var redrives = 0; redrives < options.MaxRedrives; redrives++)
            while (await module.Store.DeadLetters.RedriveDue(redrives, options.RedriveDelay * Math.Pow(2, redrives), BatchSize, ct) is > 0 and var moved)
            {
                module.Retries.ScheduleAfter(TimeSpan.Zero);
                if (moved < BatchSize) break;
            }
    }

    /// <summary>Redrives or discards the next page of an operator's operation.</summary>
    /// <returns>The operation's row; null when it has been ended, or another process has continued it.</returns>
    public async Task<BulkOperation?> RunPage(BulkOperation operation, DeadLetterFilter filter, int limit, CancellationToken ct)
    {
        var next = await module.Store.DeadLetters.RunPage(operation, filter, limit, ct);
        module.Retries.ScheduleAfter(TimeSpan.Zero);
        return next;
    }
}
