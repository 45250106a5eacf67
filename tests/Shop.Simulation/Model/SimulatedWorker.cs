using Shop.Messaging;

namespace Shop.Simulation;

/// <summary>
/// A model of the bus's worker, retries and calls: one transaction a batch ticks, handles and publishes; a failing batch is halved until
/// the failing letter stands alone; a kept letter is tried again when due. Turns and waits are the product's: <see cref="Worker.InTurns"/>,
/// <see cref="Backoff"/>.
/// </summary>
internal sealed class SimulatedWorker(Station station)
{
    private Node Node => station.Node;

    private World World => Node.World;

    private Scheduler Scheduler => World.Scheduler;

    public async Task Handle(IReadOnlyList<Letter> letters)
    {
        try
        {
            await HandleTogether(letters);
        }
        catch (Exception e) when (IsFailure(e))
        {
            if (letters.Count == 1 || World.Mutant == Mutant.RetryAllOnPartialFailure && e is HandlerFailed)
            {
                foreach (var letter in letters)
                    await Keep(letter, e);
                return;
            }
            var half = letters.Count / 2;
            await Handle([.. letters.Take(half)]);
            await Handle([.. letters.Skip(half)]);
        }
    }

    private static bool IsFailure(Exception e) =>
        e is ConnectionLost or Conflict or HandlerFailed or FinalException or InvalidOperationException;

    private async Task HandleTogether(IReadOnlyList<Letter> letters)
    {
        var transaction = new Transaction(station.Database, Node);
        List<Letter> fresh;
        try
        {
            fresh = await Fresh(transaction, letters);
            if (World.Mutant == Mutant.InboxInItsOwnTransaction)
            {
                await transaction.Commit();
                transaction = new Transaction(station.Database, Node);
            }
            foreach (var (rule, sameRule) in Worker.InTurns(fresh.Where(letter => !letter.ToCall)))
                await World.Handlers.Run(transaction, rule, sameRule);
        }
        catch
        {
            transaction.RollBack();
            throw;
        }
        transaction.Handled.AddRange(fresh.Where(letter => !letter.ToCall));
        await transaction.Commit();
        station.HandOver(transaction.Said);
        foreach (var letter in fresh.Where(letter => letter.ToCall))
            station.Begin(() => Call(letter with { Kept = true }));
    }

    /// <summary>Ticks what is new and settles what was kept; returns what nobody has heard yet.</summary>
    private async Task<List<Letter>> Fresh(Transaction transaction, IReadOnlyList<Letter> letters)
    {
        if (World.Mutant == Mutant.NoInbox && letters.All(letter => !letter.Kept && !letter.ToCall))
            return [.. letters];
        var fresh = new HashSet<(Guid, string)>();
        foreach (var letter in letters.OrderBy(World.KeyOf))
        {
            var key = World.KeyOf(letter);
            var known = await transaction.LockInbox(key);
            if (letter.Kept ? !MaySettle(letter, known) : known is not null)
                continue;
            transaction.WriteInbox(key, letter.ToCall ? new(Node.LeaseNow + Node.Bus.Options.Lease, false, 0, letter) : InboxEntry.Heard);
            fresh.Add(key);
        }
        return [.. letters.Where(letter => fresh.Remove(World.KeyOf(letter)))];
    }

    /// <summary>The fence: who was late finds another number of tries, or none due.</summary>
    private bool MaySettle(Letter letter, InboxEntry? known) =>
        known is not null && (World.Mutant == Mutant.NoFencing || known.DueAt is not null && known.Attempts == letter.Attempts);

    private async Task Keep(Letter letter, Exception failure)
    {
        if (failure is HandlerFailed failed && !failed.Letters.Contains(letter.Key))
            World.Ledger.Fault($"{letter.Key} was kept as failed, but another letter of its batch had failed.");
        var wait = Failure.Of(letter, failure, Node.Bus).Again;
        while (!await TryKeep(letter, wait))
            await Scheduler.Sleep(Node.Life, Scheduler.Within(TimeSpan.FromSeconds(1)));
        if (wait is { } due)
            Scheduler.Later(Node.Life, due, () => station.Begin(RetryDue));
    }

    private async Task<bool> TryKeep(Letter letter, TimeSpan? wait)
    {
        var key = World.KeyOf(letter);
        var kept = letter with { Attempts = letter.Attempts + 1, Kept = true, Answer = null };
        return await Transaction.Try(station.Database, Node, async transaction =>
        {
            var known = await transaction.LockInbox(key);
            if (known is null || MaySettle(letter, known))
                transaction.WriteInbox(key, new(Node.LeaseNow + wait, wait is null, kept.Attempts, kept));
        }) is not null;
    }

    public async Task RetryDue()
    {
        try
        {
            var due = await station.Database.Do(Node.Life, ClaimDue);
            foreach (var letter in due.Where(letter => letter.Rule.Hearing is CallingOut))
                station.Begin(() => Call(letter));
            var toHandle = due.Where(letter => letter.Rule.Hearing is not CallingOut).ToList();
            if (toHandle.Count > 0)
                await Handle(toHandle);
        }
        catch (ConnectionLost)
        {
            // What was claimed meanwhile comes again when its lease ends.
        }
    }

    private List<Letter> ClaimDue()
    {
        var inbox = station.Database.Inbox;
        var due = inbox.Where(row => row.Value.DueAt <= Node.LeaseNow && !World.Server.IsLocked(station.Database, row.Key))
            .Take(Node.Bus.Options.BatchSize).ToList();
        foreach (var (key, entry) in due)
            inbox[key] = entry with { DueAt = Node.LeaseNow + Node.Bus.Options.Lease };
        return [.. due.Select(row => row.Value.Letter! with { Kept = true })];
    }

    private async Task Call(Letter letter)
    {
        try
        {
            var answer = await World.Gateway.Ask(Node, letter);
            await Handle([letter with { Answer = answer }]);
        }
        catch (HandlerFailed e)
        {
            await Keep(letter, e);
        }
    }
}

/// <summary>A handler failed over a letter, as it was told to.</summary>
internal sealed class HandlerFailed(params IReadOnlyCollection<(Guid, string)> letters) : Exception("The handler failed.")
{
    public IReadOnlyCollection<(Guid, string)> Letters => letters;
}
