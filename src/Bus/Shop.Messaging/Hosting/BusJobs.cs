using Shop.Messaging.Modules;
using Shop.Messaging.Operating;

namespace Shop.Messaging.Hosting;

/// <summary>The bus's own recurring jobs, for the modules of a process. The host runs them with the modules' own.</summary>
public static class BusJobs
{
    /// <summary>All of them.</summary>
    public static IReadOnlyList<RecurringJob> All { get; } =
    [
        new("bus", "process-dead-letters", "*/5 * * * * *", typeof(DeadLetterProcessor)),
        new("bus", "reconcile", "30 */5 * * * *", typeof(ReconcileJob)),
        new("bus", "purge", "0 15 3 * * *", typeof(RetentionJob)),
    ];
}
