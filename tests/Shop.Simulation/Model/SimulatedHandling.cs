namespace Shop.Simulation;

/// <summary>
/// The transactions in which the product's <see cref="InboxProcessor"/> handles messages, in the modelled database. Some mutants differ
/// here.
/// </summary>
internal sealed class SimulatedHandling(Station station) : IHandlerTransactions
{
    /// <summary>The messages of batches in which a handler has failed: a mutant lets all of them fail. Empty for the bus as it is.</summary>
    private readonly HashSet<(Guid, string)> _failedTogether = [];

    public Task<IHandlerTransaction> Begin(CancellationToken ct) => Task.FromResult<IHandlerTransaction>(new HandlerTransaction(this, station));

    private sealed class HandlerTransaction(SimulatedHandling all, Station station) : IHandlerTransaction
    {
        private readonly List<InboxMessage> _messages = [];
        private Transaction _transaction = new(station.Database, station.Node);

        private World World => station.Node.World;

        public async Task<HashSet<(Guid, string)>> InsertInbox(IReadOnlyList<InboxMessage> messages, CancellationToken ct)
        {
            _messages.AddRange(messages);
            if (World.Mutant == Mutant.NoInbox && messages.All(message => !message.NeedsExternalCall))
                return [.. messages.Select(message => message.Key)];
            var inserted = new HashSet<(Guid, string)>();
            foreach (var message in messages.OrderBy(station.KeyOf))
            {
                var key = station.KeyOf(message);
                if (await _transaction.LockInbox(key) is not null)
                    continue;
                _transaction.WriteInbox(key, message.NeedsExternalCall ? Calling(message) : InboxEntry.Handled);
                inserted.Add(message.Key);
            }
            await CommitInboxFirst();
            return inserted;
        }

        public Task<HashSet<(Guid, string)>> MarkHandled(IReadOnlyList<InboxMessage> messages, CancellationToken ct) =>
            Mark(messages, _ => InboxEntry.Handled);

        public Task<HashSet<(Guid, string)>> MarkCalling(IReadOnlyList<InboxMessage> messages, CancellationToken ct) => Mark(messages, Calling);

        private async Task<HashSet<(Guid, string)>> Mark(IReadOnlyList<InboxMessage> messages, Func<InboxMessage, InboxEntry> becomes)
        {
            _messages.AddRange(messages);
            var marked = new HashSet<(Guid, string)>();
            foreach (var message in messages.OrderBy(station.KeyOf))
            {
                var key = station.KeyOf(message);
                if (await _transaction.LockInbox(key) is not { } known || !station.MayFinish(known, message.Attempts))
                    continue;
                _transaction.WriteInbox(key, becomes(message));
                marked.Add(message.Key);
            }
            await CommitInboxFirst();
            return marked;
        }

        private InboxEntry Calling(InboxMessage message) => new(
            InboxState.Calling, null, station.Node.LeaseNow + station.Node.Bus.Options.Lease, message with { IsStored = true, IsUnprepared = false });

        private async Task CommitInboxFirst()
        {
            if (World.Mutant != Mutant.InboxInItsOwnTransaction)
                return;
            await _transaction.Commit();
            _transaction = new Transaction(station.Database, station.Node);
        }

        public async Task Handle(Rule rule, IReadOnlyList<InboxMessage> messages, CancellationToken ct)
        {
            if (messages.FirstOrDefault(message => all._failedTogether.Contains(message.Key)) is { } together)
                throw new HandlerFailed(together.Key);
            try
            {
                await World.Handlers.Run(_transaction, rule, messages);
            }
            catch (HandlerFailed failed)
            {
                station.Failed.Add(failed.Key);
                if (World.Mutant == Mutant.RetryAllOnPartialFailure)
                    all._failedTogether.UnionWith(_messages.Select(message => message.Key));
                throw;
            }
            _transaction.Handled.AddRange(messages.Where(message => !message.NeedsExternalCall));
        }

        public async Task Commit(CancellationToken ct)
        {
            await _transaction.Commit();
            station.Dispatch(_transaction.Published);
        }

        public ValueTask DisposeAsync()
        {
            if (!_transaction.Sent)
                _transaction.RollBack();
            return ValueTask.CompletedTask;
        }
    }
}

/// <summary>A handler or an external call failed, as the run's weather asked.</summary>
internal sealed class HandlerFailed((Guid, string) key) : Exception("The handler failed.")
{
    public (Guid, string) Key => key;
}
