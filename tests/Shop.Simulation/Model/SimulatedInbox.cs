using System.Text;
using Shop.Events;

namespace Shop.Simulation;

/// <summary>
/// The inbox that the product's <see cref="RetryScheduler"/> and <see cref="InboxProcessor"/> work on, in the modelled database.
/// </summary>
internal sealed class SimulatedInbox(Station station) : IInboxStore
{
    private Database Database => station.Database;

    private Node Node => station.Node;

    private World World => station.Node.World;

    public string Location => Database.Module;

    public Task<TimeSpan?> NextDue(CancellationToken ct) => Database.Do(Node.Life, () =>
        Database.Inbox.Values.Min(entry => entry.DueAt) is { } due ? due - Node.LeaseNow : (TimeSpan?)null);

    public Task<IReadOnlyList<InboxRow>> ClaimDue(int limit, CancellationToken ct) => Database.Do<IReadOnlyList<InboxRow>>(Node.Life, () =>
    {
        var due = Database.Inbox.Where(row => row.Value.DueAt <= Node.LeaseNow && !World.Server.IsLocked(Database, row.Key)).Take(limit).ToList();
        foreach (var (key, entry) in due)
            Database.Inbox[key] = entry with { LeasedUntil = Node.LeaseNow + Node.Bus.Options.Lease };
        return [.. due.Select(row => Row(row.Value))];
    });

    private static InboxRow Row(InboxEntry entry) => new(entry.Message!.Key.EventId, entry.Message.Rule.Name, entry.State, entry.Message.Attempts)
    {
        Envelope = Encoding.UTF8.GetString(entry.Message.Envelope.Json.Span), IsPrepared = !entry.Message.IsUnprepared,
    };

    public async Task RecordFailure(Envelope envelope, string rule, int attempts, Failure failure, CancellationToken ct)
    {
        if (failure.Cause.Contains(nameof(HandlerFailed), StringComparison.Ordinal) && !station.Failed.Contains((envelope.Metadata.EventId, rule)))
            World.Ledger.Fault($"{rule} recorded a failure of {envelope.Metadata.EventId}, but another message of its batch had failed.");
        var message = new InboxMessage(envelope, station.Rules.Of(rule, envelope), attempts, IsStored: true);
        var recorded = await Transaction.Try(Database, Node, async transaction =>
        {
            var key = station.KeyOf(message with { Attempts = attempts - 1 });
            var known = await transaction.LockInbox(key);
            if (known is not null && !station.MayFinish(known, attempts - 1))
                return;
            message = message with { IsUnprepared = known is null ? message.Rule.Invoker is ExternalCallInvoker : known.Message!.IsUnprepared };
            transaction.WriteInbox(key, failure.RetryAfter is { } wait
                ? new InboxEntry(InboxState.Pending, Node.LeaseNow + wait, null, message)
                : new InboxEntry(InboxState.DeadLettered, null, null, message));
        });
        if (recorded is null)
            throw new ConnectionLost();
    }
}
