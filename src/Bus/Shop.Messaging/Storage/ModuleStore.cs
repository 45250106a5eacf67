namespace Shop.Messaging.Storage;

/// <summary>A module's database and the stores of the bus in it, one for each part of the bus that uses it.</summary>
internal sealed class ModuleStore(ModuleDatabase database, TimeSpan lease) : IAsyncDisposable
{
    public ModuleDatabase Database { get; } = database;

    public OutboxStore Outbox { get; } = new(database, lease);

    public InboxStore Inbox { get; } = new(database, lease);

    public IDeadLetterStore DeadLetters { get; } = new DeadLetterStore(database, lease);

    public IArchiveStore Archive { get; } = new ArchiveStore(database);

    public IOperationStore Operations { get; } = new OperationStore(database, lease);

    public ValueTask DisposeAsync() => Database.DisposeAsync();
}
