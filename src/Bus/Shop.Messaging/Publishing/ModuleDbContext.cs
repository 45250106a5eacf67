using System.Data.Common;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;
using Shop.Events;
using Shop.Messaging.Kernel;
using Shop.Messaging.Migrations;
using Shop.Messaging.Modules;
using Shop.Messaging.Storage;

namespace Shop.Messaging.Publishing;

/// <summary>
/// A module's data with its outbox: published events are saved with the changes in one transaction, and dispatched when that has committed.
/// Tables and columns have snake_case names; times are UTC.
/// </summary>
public abstract class ModuleDbContext(DbContextOptions options) : DbContext(options), ICurrentEvent
{
    private readonly List<OutboxRow> _unsaved = [];
    private readonly List<OutboxRow> _saved = [];
    private readonly List<Func<CancellationToken, Task>> _beforeSave = [];
    private readonly List<Action> _afterCommit = [];
    private ModulePublisher? _publisher;
    private Envelope? _currentEvent;

    Envelope? ICurrentEvent.CurrentEvent { get => _currentEvent; set => _currentEvent = value; }

    private ModulePublisher Publisher =>
        _publisher ?? throw new InvalidOperationException($"{GetType().Name} must come from the container, which attaches it to its module.");

    internal void AttachTo(ModulePublisher publisher)
    {
        _publisher = publisher;
        DiscardPending();
        _currentEvent = null;
    }

    /// <summary>Publishes an event. SaveChanges saves it with everything else; the relay sends it after the commit.</summary>
    /// <exception cref="EventTooLargeException">The event is larger than <see cref="BusOptions.MaxEventBytes"/>.</exception>
    /// <exception cref="InvalidOperationException">The event is not one of the module's own.</exception>
    public void Publish(IEvent published) => Publish(published, _currentEvent);

    /// <summary>Publishes an event that follows from one of a batch.</summary>
    /// <inheritdoc cref="Publish(IEvent)"/>
    public void Publish(IEvent published, IReceived causedBy) => Publish(published, causedBy.Envelope);

    internal void Publish(IEvent published, Envelope? causedBy)
    {
        var row = Publisher.Write(published, causedBy);
        _unsaved.Add(row);
        for (var older = Downcast(published); older is not null; older = Downcast(older))
            _unsaved.Add(Publisher.Write(older, causedBy, copyOf: row.Id));
    }

    private static IEvent? Downcast(IEvent published) => (published as IAlsoPublishes<IEvent>)?.Downcast();

    /// <summary>
    /// Runs a write just before everything else is saved, in the same transaction: a handler that gathers changes from several rules of a batch
    /// writes all of them by one statement.
    /// </summary>
    public void BeforeSave(Func<CancellationToken, Task> write) => _beforeSave.Add(write);

    /// <summary>Runs something in this process once the changes have committed; it must be quick, and a crash may lose it.</summary>
    public void AfterCommit(Action action) => _afterCommit.Add(action);

    /// <summary>Dispatches what has committed.</summary>
    internal void Dispatch()
    {
        if (_saved.Count > 0)
            Publisher.Relay.Dispatch([.. _saved]);
        foreach (var action in _afterCommit)
            action();
        DiscardPending();
    }

    /// <summary>The commit's answer was lost: the relay looks whether it has happened.</summary>
    internal void ResolveUnknownCommit()
    {
        Publisher.Relay.Recheck(_saved.Select(row => row.Id));
        DiscardPending();
    }

    /// <summary>What has not committed is not dispatched.</summary>
    internal void DiscardPending()
    {
        _unsaved.Clear();
        _saved.Clear();
        _beforeSave.Clear();
        _afterCommit.Clear();
    }

    /// <summary>Does several things in one transaction: the module's own statements, and what is saved meanwhile. Not for handlers, which have one.</summary>
    public async Task<T> InTransaction<T>(Func<Task<T>> change, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(change);
        using var writeLock = await Publisher.Database.AcquireWriteLock(ct);
        await using var transaction = await Database.BeginTransactionAsync(ct);
        T result;
        try
        {
            result = await change();
        }
        catch
        {
            await transaction.RollbackAsync(CancellationToken.None);
            throw;
        }
        try
        {
            await transaction.CommitAsync(ct);
        }
        catch (Exception e) when (Publisher.Database.NoteFailure(e))
        {
            throw;
        }
        return result;
    }

    /// <summary>
    /// Waits, within a transaction, for every other one that holds the lock of this name, and holds it until this one ends: what is counted then is
    /// still true when it is written, whichever process counts. A row lock does not do that for rows that do not exist yet.
    /// </summary>
    /// <param name="name">What is counted; each module has its own names.</param>
    /// <param name="ct">Ends the wait.</param>
    public Task AcquireLock(string name, CancellationToken ct)
    {
        if (Database.CurrentTransaction is null)
            throw new InvalidOperationException($"The lock \"{name}\" lasts as long as its transaction: acquire it within InTransaction.");
        return Publisher.Database.Kind == StoreKind.Postgres
            ? Database.ExecuteSqlAsync($"select pg_advisory_xact_lock(hashtextextended(current_schema() || '/' || {name}, 0))", ct)
            : Task.CompletedTask;       // SQLite has one writer at a time
    }

    /// <inheritdoc/>
    public override async Task<int> SaveChangesAsync(bool acceptAllChangesOnSuccess, CancellationToken cancellationToken = default)
    {
        try
        {
            return Database.CurrentTransaction is not null
                ? await Save(acceptAllChangesOnSuccess, cancellationToken)
                : await SaveAndCommit(acceptAllChangesOnSuccess, cancellationToken);
        }
        catch (Exception e) when (Publisher.Database.NoteFailure(e))
        {
            throw;
        }
    }

    private async Task<int> SaveAndCommit(bool acceptAllChangesOnSuccess, CancellationToken cancellationToken)
    {
        using var writeLock = await Publisher.Database.AcquireWriteLock(cancellationToken);
        try
        {
            return Publisher.Database.PipelinesInserts && _beforeSave.Count == 0 && HasOnlyAFewInserts()
                ? await SaveInOneRoundTrip(acceptAllChangesOnSuccess, cancellationToken)
                : await SaveInTransaction(acceptAllChangesOnSuccess, cancellationToken);
        }
        catch (DbUpdateException e) when (e.InnerException is DbException { SqlState: null })
        {
            ResolveUnknownCommit();     // the database did not reject it: the connection broke
            throw;
        }
        catch
        {
            DiscardPending();
            throw;
        }
    }

    /// <summary>
    /// Inserts alone, in one round trip, are one implicit transaction: no BEGIN and COMMIT of their own. Updates are left out, because a failed
    /// concurrency check shows only after such a transaction has committed.
    /// </summary>
    private async Task<int> SaveInOneRoundTrip(bool acceptAllChangesOnSuccess, CancellationToken ct)
    {
        Database.AutoTransactionBehavior = AutoTransactionBehavior.Never;
        Failpoint.Before(Failpoint.Commit);
        var saved = await Save(acceptAllChangesOnSuccess, ct);
        Failpoint.After(Failpoint.Commit);
        Dispatch();
        return saved;
    }

    private async Task<int> SaveInTransaction(bool acceptAllChangesOnSuccess, CancellationToken ct)
    {
        await using var transaction = await Database.BeginTransactionAsync(ct);
        var saved = await Save(acceptAllChangesOnSuccess, ct);
        Failpoint.Before(Failpoint.Commit);
        await transaction.CommitAsync(ct);
        Failpoint.After(Failpoint.Commit);
        return saved;
    }

    /// <summary>The outbox insert goes with the first command that saves, else in a statement of its own.</summary>
    private async Task<int> Save(bool acceptAllChangesOnSuccess, CancellationToken ct)
    {
        foreach (var write in _beforeSave.ToList())
            await write(ct);
        _beforeSave.Clear();
        var published = _unsaved.Count;
        Failpoint.Before(Failpoint.Append);
        var saved = await base.SaveChangesAsync(acceptAllChangesOnSuccess, ct);
        if (_unsaved.Count > 0)
        {
            await using var insert = Database.GetDbConnection().CreateCommand();
            AppendOutboxInsert(insert);
            await insert.ExecuteNonQueryAsync(ct);
        }
        Failpoint.After(Failpoint.Append);
        return saved + published;
    }

    /// <summary>Lets a command that is about to run insert what was published as well.</summary>
    internal void AppendOutboxInsert(DbCommand command)
    {
        if (_unsaved.Count == 0)
            return;
        Publisher.Outbox.AppendInsert(command, _unsaved);
        _saved.AddRange(_unsaved);
        _unsaved.Clear();
    }

    /// <summary>Not offered: it would block a thread for a round trip to the database.</summary>
    public sealed override int SaveChanges(bool acceptAllChangesOnSuccess) => throw new NotSupportedException("Use SaveChangesAsync.");

    private bool HasOnlyAFewInserts()
    {
        const int OneBatch = 500;       // the provider sends up to 1,000 statements in one round trip
        var count = 0;
        foreach (var entry in ChangeTracker.Entries())
        {
            if (entry.State == EntityState.Added) count++;
            else if (entry.State != EntityState.Unchanged) return false;
        }
        return count is > 0 and <= OneBatch;
    }

    /// <inheritdoc/>
    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        foreach (var property in modelBuilder.Model.GetEntityTypes().SelectMany(type => type.GetProperties()))
            property.SetColumnName(JsonNamingPolicy.SnakeCaseLower.ConvertName(property.Name));
    }

    /// <inheritdoc/>
    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder) =>
        configurationBuilder.Properties<DateTime>().HaveConversion<Utc>();

    /// <summary>SQLite does not store that a time is UTC.</summary>
    private sealed class Utc() : ValueConverter<DateTime, DateTime>(time => time.ToUniversalTime(), time => DateTime.SpecifyKind(time, DateTimeKind.Utc));
}
