using Shop.Messaging;

namespace Shop.Simulation;

/// <summary>
/// A model of the bus's worker, retries and calls: one transaction a batch ticks, handles and publishes; a failing batch is halved until
/// the failing letter stands alone; a kept letter is tried again when due. Turns and waits are the product's: <see cref="InboxProcessor.GroupByRule"/>,
/// <see cref="Backoff"/>.
/// </summary>
internal sealed class SimulatedWorker(Station station)
{
    private Node Node => station.Node;

    private World World => Node.World;

    private Scheduler Scheduler => World.Scheduler;

    public async Task Handle(IReadOnlyList<InboxMessage> messages)
    {
        try
        {
            await HandleTogether(messages);
        }
        catch (Exception e) when (IsFailure(e))
        {
            if (messages.Count == 1 || World.Mutant == Mutant.RetryAllOnPartialFailure && e is HandlerFailed)
            {
                foreach (var message in messages)
                    await Keep(message, e);
                return;
            }
            var half = messages.Count / 2;
            await Handle([.. messages.Take(half)]);
            await Handle([.. messages.Skip(half)]);
        }
    }

    private static bool IsFailure(Exception e) =>
        e is ConnectionLost or Conflict or HandlerFailed or NonRetryableException or InvalidOperationException;

    private async Task HandleTogether(IReadOnlyList<InboxMessage> messages)
    {
        var transaction = new Transaction(station.Database, Node);
        List<InboxMessage> fresh;
        try
        {
            fresh = await Fresh(transaction, messages);
            if (World.Mutant == Mutant.InboxInItsOwnTransaction)
            {
                await transaction.Commit();
                transaction = new Transaction(station.Database, Node);
            }
            foreach (var (rule, sameRule) in InboxProcessor.GroupByRule(fresh.Where(message => !message.NeedsExternalCall)))
                await World.Handlers.Run(transaction, rule, sameRule);
        }
        catch
        {
            transaction.RollBack();
            throw;
        }
        transaction.Handled.AddRange(fresh.Where(message => !message.NeedsExternalCall));
        await transaction.Commit();
        station.HandOver(transaction.Said);
        foreach (var message in fresh.Where(message => message.NeedsExternalCall))
            station.Begin(() => Call(message with { IsStored = true }));
    }

    /// <summary>Ticks what is new and settles what was kept; returns what nobody has heard yet.</summary>
    private async Task<List<InboxMessage>> Fresh(Transaction transaction, IReadOnlyList<InboxMessage> messages)
    {
        if (World.Mutant == Mutant.NoInbox && messages.All(message => !message.IsStored && !message.NeedsExternalCall))
            return [.. messages];
        var fresh = new HashSet<(Guid, string)>();
        foreach (var message in messages.OrderBy(World.KeyOf))
        {
            var key = World.KeyOf(message);
            var known = await transaction.LockInbox(key);
            if (message.IsStored ? !MaySettle(message, known) : known is not null)
                continue;
            transaction.WriteInbox(key, message.NeedsExternalCall ? new(Node.LeaseNow + Node.Bus.Options.Lease, false, 0, message) : InboxEntry.Heard);
            fresh.Add(key);
        }
        return [.. messages.Where(message => fresh.Remove(World.KeyOf(message)))];
    }

    /// <summary>The fence: who was late finds another number of tries, or none due.</summary>
    private bool MaySettle(InboxMessage message, InboxEntry? known) =>
        known is not null && (World.Mutant == Mutant.NoFencing || known.DueAt is not null && known.Attempts == message.Attempts);

    private async Task Keep(InboxMessage message, Exception failure)
    {
        if (failure is HandlerFailed failed && !failed.Letters.Contains(message.Key))
            World.Ledger.Fault($"{message.Key} was kept as failed, but another letter of its batch had failed.");
        var wait = Failure.Of(message, failure, Node.Bus).RetryAfter;
        while (!await TryKeep(message, wait))
            await Scheduler.Sleep(Node.Life, Scheduler.Within(TimeSpan.FromSeconds(1)));
        if (wait is { } due)
            Scheduler.Later(Node.Life, due, () => station.Begin(RetryDue));
    }

    private async Task<bool> TryKeep(InboxMessage message, TimeSpan? wait)
    {
        var key = World.KeyOf(message);
        var kept = message with { Attempts = message.Attempts + 1, IsStored = true, Result = null };
        return await Transaction.Try(station.Database, Node, async transaction =>
        {
            var known = await transaction.LockInbox(key);
            if (known is null || MaySettle(message, known))
                transaction.WriteInbox(key, new(Node.LeaseNow + wait, wait is null, kept.Attempts, kept));
        }) is not null;
    }

    public async Task RetryDue()
    {
        try
        {
            var due = await station.Database.Do(Node.Life, ClaimDue);
            foreach (var message in due.Where(message => message.Rule.Invoker is ExternalCallInvoker))
                station.Begin(() => Call(message));
            var toHandle = due.Where(message => message.Rule.Invoker is not ExternalCallInvoker).ToList();
            if (toHandle.Count > 0)
                await Handle(toHandle);
        }
        catch (ConnectionLost)
        {
            // What was claimed meanwhile comes again when its lease ends.
        }
    }

    private List<InboxMessage> ClaimDue()
    {
        var inbox = station.Database.Inbox;
        var due = inbox.Where(row => row.Value.DueAt <= Node.LeaseNow && !World.Server.IsLocked(station.Database, row.Key))
            .Take(Node.Bus.Options.BatchSize).ToList();
        foreach (var (key, entry) in due)
            inbox[key] = entry with { DueAt = Node.LeaseNow + Node.Bus.Options.Lease };
        return [.. due.Select(row => row.Value.Letter! with { IsStored = true })];
    }

    private async Task Call(InboxMessage message)
    {
        try
        {
            var answer = await World.Gateway.Ask(Node, message);
            await Handle([message with { Result = answer }]);
        }
        catch (HandlerFailed e)
        {
            await Keep(message, e);
        }
    }
}

/// <summary>A handler failed over a letter, as it was told to.</summary>
internal sealed class HandlerFailed(params IReadOnlyCollection<(Guid, string)> messages) : Exception("The handler failed.")
{
    public IReadOnlyCollection<(Guid, string)> Letters => messages;
}
