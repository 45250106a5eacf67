namespace Shop.Messaging;

/// <summary>How far back a replay may reach: what was heard before the inboxes' memory begins cannot be told from what was not.</summary>
internal sealed class InboxRetention(BusOptions options, TimeProvider clock)
{
    /// <summary>Since when the inboxes remember what was heard, UTC.</summary>
    public DateTime Begins => clock.GetUtcNow().UtcDateTime.AddDays(-options.InboxRetentionDays);

    /// <summary>Since when a replay hears that does not say: a day later, so that it can be resumed tomorrow, and no night's forgetting overtakes it.</summary>
    public DateTime BeginsSafely => Begins.AddDays(1);

    /// <exception cref="OperationRejectedException">The replay begins before that, and is not to run a rule again anyway.</exception>
    public void Check(ReplayRequest replay)
    {
        if (replay.Rerun || replay.From is null || replay.From >= Begins)
            return;
        throw new OperationRejectedException(
            $"The inboxes remember {options.InboxRetentionDays} days: what was heard before {Begins:u} would be handled a second time. "
            + "Begin later, or run one rule again deliberately: --rerun --rule module/rule.");
    }
}
