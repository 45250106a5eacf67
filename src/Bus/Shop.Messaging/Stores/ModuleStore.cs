using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Shop.Events;

namespace Shop.Messaging;

/// <summary>
/// The bus's statements against one module's database. One subclass a database holds all of its SQL; both must pass the same conformance
/// suite. Leases and due times are judged by the database's clock.
/// </summary>
public abstract partial class ModuleStore : IAsyncDisposable
{
    /// <summary>Which database this is.</summary>
    public abstract StoreKind Kind { get; }

    /// <summary>Whether this process alone can have the database open, so that at its start nobody else's leases can be alive.</summary>
    public abstract bool Exclusive { get; }

    /// <summary>Whether inserts that EF Core sends without a transaction are atomic.</summary>
    internal abstract bool InsertsAreOneTransaction { get; }

    /// <summary>Where the database is, for messages to people: no secrets.</summary>
    public abstract string Location { get; }

    /// <summary>Ties EF Core to the database.</summary>
    internal abstract void Configure(DbContextOptionsBuilder options);

    /// <summary>An open connection on which unqualified names are the module's own.</summary>
    public abstract Task<DbConnection> Open(CancellationToken ct);

    /// <summary>
    /// Runs one statement of the module's own, which commits by itself, on a connection of its own: for what must stay whatever becomes of
    /// the work that asked for it. Not from within a handler's transaction: on SQLite the two would wait for each other.
    /// </summary>
    public async Task<T> RunInOwnTransaction<T>(Func<DbConnection, Task<T>> statement, CancellationToken ct)
    {
        using var turn = await AcquireWriteLock(ct);
        await using var connection = await Open(ct);
        return await statement(connection);
    }

    /// <summary>A place in the queue of writers, where the database knows but one; dispose it to leave.</summary>
    internal abstract ValueTask<IDisposable?> AcquireWriteLock(CancellationToken ct);

    /// <summary>Lets a command that EF Core is about to send write what was published as well; false when the database gains nothing by that.</summary>
    internal abstract bool AppendOutboxInsert(DbCommand saving, IReadOnlyCollection<OutboxRow> published);

    /// <summary>Writes what was published to the outbox, in a transaction that goes on.</summary>
    internal abstract Task Publish(DbConnection connection, IReadOnlyCollection<OutboxRow> published, CancellationToken ct);

    /// <summary>Writes the inbox rows of letters that have just been carried here, and tells which of them are new. A letter whose answer must be asked for outside is kept with its event.</summary>
    internal abstract Task<HashSet<(Guid, string)>> InsertInbox(DbConnection connection, IReadOnlyCollection<InboxMessage> messages, TimeSpan lease, CancellationToken ct);

    /// <summary>Turns kept letters into heard ones, and tells which of them nobody else had settled or tried in between.</summary>
    internal abstract Task<HashSet<(Guid, string)>> MarkHandled(DbConnection connection, IReadOnlyCollection<InboxMessage> messages, CancellationToken ct);

    /// <summary>Keeps a letter that failed, and how: to be tried again after a wait, or dead when there is none.</summary>
    internal abstract Task RecordFailure(InboxMessage message, Failure failure, CancellationToken ct);

    /// <summary>Takes kept letters that are due, with a lease.</summary>
    internal abstract Task<IReadOnlyList<StoredMessage>> ClaimDue(int limit, TimeSpan lease, CancellationToken ct);

    /// <summary>The wait until the next kept letter is due; null when there is none.</summary>
    internal abstract Task<TimeSpan?> NextDue(CancellationToken ct);

    /// <summary>Ends the leases of calls and retries that a process which is gone had in memory.</summary>
    internal abstract Task ReleaseLeases(CancellationToken ct);

    /// <summary>Takes published events that nobody seems to carry any more, because their lease has ended.</summary>
    /// <param name="limit">How many at once.</param>
    /// <param name="lease">How long they are the caller's.</param>
    /// <param name="everythingAfter">Takes events whatever their lease, page by page: those with larger ids. Null for overdue ones only.</param>
    /// <param name="ct">Ends the search.</param>
    internal abstract Task<IReadOnlyList<OutboxRow>> ClaimOverdue(int limit, TimeSpan lease, Guid? everythingAfter, CancellationToken ct);

    /// <summary>Published events by id, oldest first; those that have left the outbox are missing.</summary>
    internal abstract Task<IReadOnlyList<OutboxRow>> Published(IReadOnlyCollection<Guid> eventIds, CancellationToken ct);

    /// <summary>Moves heard events from the outbox to the archive.</summary>
    internal abstract Task Archive(IReadOnlyCollection<Guid> eventIds, CancellationToken ct);

    /// <summary>What the module's outbox and inbox still have to do.</summary>
    public abstract Task<Backlog> Backlog(CancellationToken ct);

    /// <summary>How far behind the module is, and what keeps its database from clearing up.</summary>
    internal abstract Task<Lag> Lag(CancellationToken ct);

    /// <summary>The events of a subject that the module said, oldest first.</summary>
    internal abstract Task<IReadOnlyList<Envelope>> PublishedFor(string subject, CancellationToken ct);

    /// <summary>What the module's rules made of events.</summary>
    internal abstract Task<IReadOnlyList<InboxRow>> HandlingOf(IReadOnlyCollection<Guid> eventIds, CancellationToken ct);

    /// <summary>Closes the connections.</summary>
    public abstract ValueTask DisposeAsync();
}

/// <summary>A letter as the inbox keeps it.</summary>
internal sealed record StoredMessage(Guid EventId, string Rule, int Attempts, string Envelope);

/// <summary>What the inbox knows of an event and a rule: exactly one of the three times is set.</summary>
internal sealed record InboxRow(Guid EventId, string Rule, DateTime? HandledAt, DateTime? NextAttemptAt, DateTime? DeadLetteredAt, int Attempts, string? Error);

/// <summary>What a module has still to do.</summary>
/// <param name="Outbox">Events published and not yet heard by all.</param>
/// <param name="Pending">Events kept to be tried again.</param>
/// <param name="DeadLetters">Events given up.</param>
public sealed record Backlog(long Outbox, long Pending, long DeadLetters);

/// <summary>How old the oldest of something is.</summary>
/// <param name="OldestPublished">The oldest event that is published and not yet heard by all; null for none. A UUIDv7 tells when.</param>
/// <param name="OldestTransaction">
/// How long the oldest transaction in the database has been open, anybody's that this role may see (PostgreSQL shows others' to members of
/// <c>pg_monitor</c>): as long as it is, no row that was deleted since can be cleared away. Null for none, or where one writer waits for the other.
/// </param>
internal sealed record Lag(Guid? OldestPublished, TimeSpan? OldestTransaction);
