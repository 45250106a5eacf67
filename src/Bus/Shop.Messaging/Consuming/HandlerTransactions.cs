using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using Microsoft.Extensions.DependencyInjection;
using Shop.Messaging.Kernel;
using Shop.Messaging.Modules;
using Shop.Messaging.Publishing;
using Shop.Messaging.Storage;

namespace Shop.Messaging.Consuming;

/// <summary>Begins the transactions in which a module's messages are handled.</summary>
internal interface IHandlerTransactions
{
    Task<IHandlerTransaction> Begin(CancellationToken ct);
}

/// <summary>
/// One transaction of a module: inbox rows, the handlers' changes and the outbox rows are committed together. Disposed without a commit, it
/// undoes them.
/// </summary>
internal interface IHandlerTransaction : IAsyncDisposable
{
    /// <summary>Inserts the inbox rows of delivered messages.</summary>
    /// <returns>The keys that the inbox did not have.</returns>
    Task<HashSet<(Guid, string)>> InsertInbox(IReadOnlyList<InboxMessage> messages, CancellationToken ct);

    /// <summary>Marks stored messages as handled.</summary>
    /// <returns>The keys that no other process has finished or tried in between.</returns>
    Task<HashSet<(Guid, string)>> MarkHandled(IReadOnlyList<InboxMessage> messages, CancellationToken ct);

    /// <summary>Marks stored messages as prepared: their external calls begin.</summary>
    /// <returns>The keys that no other process has finished or tried in between.</returns>
    Task<HashSet<(Guid, string)>> MarkCalling(IReadOnlyList<InboxMessage> messages, CancellationToken ct);

    /// <summary>Invokes a rule's handler, or the preparation of its external call.</summary>
    Task Handle(Rule rule, IReadOnlyList<InboxMessage> messages, CancellationToken ct);

    /// <summary>Writes what the handlers changed and published, and commits.</summary>
    Task Commit(CancellationToken ct);
}

/// <summary>Transactions on the module's context, each in a container scope of its own.</summary>
internal sealed class HandlerTransactions(Type database, ModuleStore store, IServiceScopeFactory scopes) : IHandlerTransactions
{
    async Task<IHandlerTransaction> IHandlerTransactions.Begin(CancellationToken ct) => await Begin(ct);

    public async Task<HandlerTransaction> Begin(CancellationToken ct)
    {
        var writeLock = await store.Database.AcquireWriteLock(ct);
        AsyncServiceScope? scope = null;
        try
        {
            scope = scopes.CreateAsyncScope();
            var db = (ModuleDbContext)scope.Value.ServiceProvider.GetRequiredService(database);
            return new HandlerTransaction(store.Inbox, scope.Value, db, await db.Database.BeginTransactionAsync(ct), writeLock);
        }
        catch
        {
            using (writeLock)
                if (scope is { } begun) await begun.DisposeAsync();
            throw;
        }
    }
}

internal sealed class HandlerTransaction(
    InboxStore inbox, AsyncServiceScope scope, ModuleDbContext db, IDbContextTransaction transaction, IDisposable? writeLock) : IHandlerTransaction
{
    public ModuleDbContext Db => db;

    public DbConnection Connection => db.Database.GetDbConnection();

    public Task<HashSet<(Guid, string)>> InsertInbox(IReadOnlyList<InboxMessage> messages, CancellationToken ct) =>
        inbox.Insert(Connection, [.. messages.Select(message => (message.Envelope, message.Rule.Name, message.NeedsExternalCall))], ct);

    public Task<HashSet<(Guid, string)>> MarkHandled(IReadOnlyList<InboxMessage> messages, CancellationToken ct) =>
        inbox.MarkHandled(Connection, Attempts(messages), ct);

    public Task<HashSet<(Guid, string)>> MarkCalling(IReadOnlyList<InboxMessage> messages, CancellationToken ct) =>
        inbox.MarkCalling(Connection, Attempts(messages), ct);

    private static List<(Guid, string, int)> Attempts(IReadOnlyList<InboxMessage> messages) =>
        [.. messages.Select(message => (message.Envelope.Metadata.EventId, message.Rule.Name, message.Attempts))];

    public Task Handle(Rule rule, IReadOnlyList<InboxMessage> messages, CancellationToken ct) => messages[0].NeedsExternalCall
        ? ((ExternalCallInvoker)rule.Invoker).Prepare(scope.ServiceProvider, messages, ct)
        : rule.Invoker.Run(scope.ServiceProvider, db, messages, ct);

    public async Task Commit(CancellationToken ct)
    {
        await db.SaveChangesAsync(ct);
        Failpoint.Before(Failpoint.HandlerCommit);
        await transaction.CommitAsync(ct);
        Failpoint.After(Failpoint.HandlerCommit);
    }

    public async ValueTask DisposeAsync()
    {
        // Whatever fails on the way, the write lock is released: else the module would wait for it for ever.
        try
        {
            try
            {
                await transaction.DisposeAsync();
            }
            finally
            {
                await scope.DisposeAsync();
            }
        }
        finally
        {
            writeLock?.Dispose();
        }
    }
}
