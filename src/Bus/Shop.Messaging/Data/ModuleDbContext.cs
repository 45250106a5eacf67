using System.Data.Common;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;
using Shop.Events;

namespace Shop.Messaging;

/// <summary>
/// A module's data with its outbox: what is published is saved with what was changed, in one transaction, and handed to the carrier
/// when that has committed. Tables and columns are named in snake_case; times are UTC.
/// </summary>
public abstract class ModuleDbContext(DbContextOptions options) : DbContext(options)
{
    private readonly List<OutboxRow> _unsaved = [];
    private readonly List<OutboxRow> _saved = [];
    private readonly List<Func<CancellationToken, Task>> _beforeSave = [];
    private readonly List<Action> _afterCommit = [];
    private Module? _module;

    /// <summary>The event that is being handled, the cause of what is published meanwhile.</summary>
    internal Envelope? CurrentEvent { get; set; }

    private Module Module => _module ?? throw new InvalidOperationException($"{GetType().Name} must come from the container, which ties it to its module.");

    internal void AttachTo(Module module)
    {
        _module = module;
        DiscardPending();
        CurrentEvent = null;
    }

    /// <summary>Says that something happened. Saved with everything else by SaveChanges; carried after the commit.</summary>
    /// <exception cref="EventTooLargeException">The event is larger than <see cref="BusOptions.MaxEventBytes"/>.</exception>
    /// <exception cref="InvalidOperationException">The event is not one of the module's own.</exception>
    public void Publish(IEvent published) => Publish(published, CurrentEvent);

    /// <summary>Says what follows from an event of a batch.</summary>
    /// <inheritdoc cref="Publish(IEvent)"/>
    public void Publish(IEvent published, IReceived causedBy) => Publish(published, causedBy.Envelope);

    private void Publish(IEvent published, Envelope? causedBy)
    {
        var row = Module.Write(published, causedBy);
        _unsaved.Add(row);
        for (var older = Downcast(published); older is not null; older = Downcast(older))
            _unsaved.Add(Module.Write(older, causedBy, copyOf: row.Id));
    }

    private static IEvent? Downcast(IEvent published) => (published as IAlsoPublishes<IEvent>)?.Downcast();

    /// <summary>
    /// Writes something just before everything else is saved, in the same transaction: a handler that gathers what several rules of a batch
    /// hear writes all of it here by one statement.
    /// </summary>
    public void BeforeSave(Func<CancellationToken, Task> write) => _beforeSave.Add(write);

    /// <summary>Runs something in this process once what is being changed is committed; it must be quick and may be lost in a crash.</summary>
    public void AfterCommit(Action tell) => _afterCommit.Add(tell);

    /// <summary>Hands over what has been committed. Called once a transaction has, whoever began it.</summary>
    internal void Dispatch()
    {
        if (_saved.Count > 0)
            Module.Relay.Dispatch([.. _saved]);
        foreach (var tell in _afterCommit)
            tell();
        DiscardPending();
    }

    /// <summary>Nobody knows whether it has been committed: the relay looks.</summary>
    internal void ResolveUnknownCommit()
    {
        Module.Relay.Recheck(_saved.Select(row => row.Id));
        DiscardPending();
    }

    /// <summary>What has not been committed is not handed over.</summary>
    internal void DiscardPending()
    {
        _unsaved.Clear();
        _saved.Clear();
        _beforeSave.Clear();
        _afterCommit.Clear();
    }

    /// <summary>
    /// Does several things in one transaction: the module's own statements, and what is saved meanwhile. Not for handlers, which have one.
    /// </summary>
    public async Task<T> InTransaction<T>(Func<Task<T>> change, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(change);
        using var turn = await Module.Store.AcquireWriteLock(ct);
        await using var transaction = await Database.BeginTransactionAsync(ct);
        T made;
        try
        {
            made = await change();
        }
        catch
        {
            await transaction.RollbackAsync(CancellationToken.None);
            throw;
        }
        await transaction.CommitAsync(ct);
        return made;
    }

    /// <inheritdoc/>
    public override async Task<int> SaveChangesAsync(bool acceptAllChangesOnSuccess, CancellationToken cancellationToken = default)
    {
        if (Database.CurrentTransaction is not null)
            return await Save(acceptAllChangesOnSuccess, cancellationToken);
        using var turn = await Module.Store.AcquireWriteLock(cancellationToken);
        try
        {
            return Module.Store.InsertsAreOneTransaction && _beforeSave.Count == 0 && HasOnlyAFewInserts()
                ? await SaveInOneRoundTrip(acceptAllChangesOnSuccess, cancellationToken)
                : await SaveInTransaction(acceptAllChangesOnSuccess, cancellationToken);
        }
        catch (DbUpdateException e) when (e.InnerException is DbException { SqlState: null })
        {
            ResolveUnknownCommit();     // the database did not refuse it: the connection broke
            throw;
        }
        catch
        {
            DiscardPending();
            throw;
        }
    }

    /// <summary>
    /// Inserts alone, in one round trip, are one implicit transaction: no BEGIN and COMMIT of their own. Updates are left out, because a lost
    /// concurrency check is found only after such a transaction has committed.
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

    /// <summary>What was published goes along with the first command that saves, else in a statement of its own.</summary>
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
            await Module.Store.Publish(Database.GetDbConnection(), _unsaved, ct);
            MarkSaved();
        }
        Failpoint.After(Failpoint.Append);
        return saved + published;
    }

    /// <summary>A command that saves is about to be sent: what was published is written by it, when the store can do that.</summary>
    internal void AppendOutboxInsert(DbCommand saving)
    {
        if (_unsaved.Count > 0 && Module.Store.AppendOutboxInsert(saving, _unsaved))
            MarkSaved();
    }

    private void MarkSaved()
    {
        _saved.AddRange(_unsaved);
        _unsaved.Clear();
    }

    /// <summary>Not offered: it would block a thread for a round trip to the database.</summary>
    public sealed override int SaveChanges(bool acceptAllChangesOnSuccess) =>
        throw new NotSupportedException("Use SaveChangesAsync.");

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

    /// <summary>SQLite forgets that a time was UTC.</summary>
    private sealed class Utc() : ValueConverter<DateTime, DateTime>(time => time.ToUniversalTime(), time => DateTime.SpecifyKind(time, DateTimeKind.Utc));
}
