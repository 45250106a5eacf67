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
    private readonly List<Action> _afterCommit = [];
    private Module? _module;

    /// <summary>The event that is being handled, the cause of what is published meanwhile.</summary>
    internal Envelope? Hearing { get; set; }

    private Module Module => _module ?? throw new InvalidOperationException($"{GetType().Name} must come from the container, which ties it to its module.");

    internal void BelongTo(Module module)
    {
        _module = module;
        TakeBack();
        Hearing = null;
    }

    /// <summary>Says that something happened. Saved with everything else by SaveChanges; carried after the commit.</summary>
    /// <exception cref="EventTooLargeException">The event is larger than <see cref="BusOptions.MaxEventBytes"/>.</exception>
    /// <exception cref="InvalidOperationException">The event is not one of the module's own.</exception>
    public void Publish(IEvent said) => Publish(said, Hearing);

    /// <summary>Says what follows from an event of a batch.</summary>
    /// <inheritdoc cref="Publish(IEvent)"/>
    public void Publish(IEvent said, IHeard because) => Publish(said, because.Envelope);

    private void Publish(IEvent said, Envelope? because)
    {
        var row = Module.Write(said, because);
        _unsaved.Add(row);
        for (var older = AsOlder(said); older is not null; older = AsOlder(older))
            _unsaved.Add(Module.Write(older, because, copyOf: row.Id));
    }

    private static IEvent? AsOlder(IEvent said) => (said as IStillSays<IEvent>)?.AsOlder();

    /// <summary>Runs something in this process once what is being changed is committed; it must be quick and may be lost in a crash.</summary>
    public void AfterCommit(Action tell) => _afterCommit.Add(tell);

    /// <summary>Hands over what has been committed. Called once a transaction has, whoever began it.</summary>
    internal void HandOver()
    {
        if (_saved.Count > 0)
            Module.Relay.HandOver([.. _saved]);
        foreach (var tell in _afterCommit)
            tell();
        TakeBack();
    }

    /// <summary>What has not been committed is not handed over; if it was after all, a sweep finds it.</summary>
    internal void TakeBack()
    {
        _unsaved.Clear();
        _saved.Clear();
        _afterCommit.Clear();
    }

    /// <inheritdoc/>
    public override async Task<int> SaveChangesAsync(bool acceptAllChangesOnSuccess, CancellationToken cancellationToken = default)
    {
        if (Database.CurrentTransaction is not null)
            return await SaveWithinTransaction(acceptAllChangesOnSuccess, cancellationToken);

        AddRange(_unsaved);
        _saved.AddRange(_unsaved);
        _unsaved.Clear();
        using var turn = await Module.Store.WriteTurn(cancellationToken);
        // Inserts alone, in one round trip, are one implicit transaction: no BEGIN and COMMIT of their own. Updates are left out, because a
        // lost concurrency check is found only after such a transaction has committed.
        Database.AutoTransactionBehavior = Module.Store.InsertsAreOneTransaction && OnlyAFewInserts()
            ? AutoTransactionBehavior.Never
            : AutoTransactionBehavior.WhenNeeded;
        try
        {
            var saved = await base.SaveChangesAsync(acceptAllChangesOnSuccess, cancellationToken);
            HandOver();
            return saved;
        }
        catch
        {
            TakeBack();
            throw;
        }
    }

    /// <summary>In a transaction that somebody began, one statement writes all that was published: a worker's batch says hundreds of events.</summary>
    private async Task<int> SaveWithinTransaction(bool acceptAllChangesOnSuccess, CancellationToken ct)
    {
        var saved = await base.SaveChangesAsync(acceptAllChangesOnSuccess, ct);
        if (_unsaved.Count == 0)
            return saved;
        var written = _unsaved.Count;
        await Module.Store.Publish(Database.GetDbConnection(), _unsaved, ct);
        _saved.AddRange(_unsaved);
        _unsaved.Clear();
        return saved + written;
    }

    /// <summary>Not offered: it would block a thread for a round trip to the database.</summary>
    public sealed override int SaveChanges(bool acceptAllChangesOnSuccess) =>
        throw new NotSupportedException("Use SaveChangesAsync.");

    private bool OnlyAFewInserts()
    {
        const int OneBatch = 500;       // the provider sends up to 1,000 statements in one round trip
        var count = 0;
        foreach (var entry in ChangeTracker.Entries())
        {
            if (entry.State == EntityState.Added) count++;
            else if (entry.State != EntityState.Unchanged) return false;
        }
        return count <= OneBatch;
    }

    /// <inheritdoc/>
    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.Entity<OutboxRow>(row =>
        {
            row.ToTable("outbox");
            row.Property(r => r.Id).ValueGeneratedNever();
            row.Ignore(r => r.Utf8);
        });
        foreach (var property in modelBuilder.Model.GetEntityTypes().SelectMany(type => type.GetProperties()))
            property.SetColumnName(JsonNamingPolicy.SnakeCaseLower.ConvertName(property.Name));
    }

    /// <inheritdoc/>
    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder) =>
        configurationBuilder.Properties<DateTime>().HaveConversion<Utc>();

    /// <summary>SQLite forgets that a time was UTC.</summary>
    private sealed class Utc() : ValueConverter<DateTime, DateTime>(time => time.ToUniversalTime(), time => DateTime.SpecifyKind(time, DateTimeKind.Utc));
}
