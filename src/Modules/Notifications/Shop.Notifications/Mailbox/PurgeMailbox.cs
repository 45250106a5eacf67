
namespace Shop.Notifications;

/// <summary>The section <c>Notifications:Mailbox</c>.</summary>
internal sealed class MailboxOptions
{
    /// <summary>The folder; by default <c>mailbox</c> in the folder of the embedded store.</summary>
    public string? Path { get; init; }

    /// <summary>How long messages are retained, in days.</summary>
    public int Days { get; init; } = 7;
}

/// <summary>Deletes old files of the mailbox folder.</summary>
internal sealed class PurgeMailbox(MailboxFolder mailbox, MailboxOptions options) : IRecurring
{
    public Task Run(CancellationToken ct)
    {
        mailbox.Purge(TimeSpan.FromDays(options.Days));
        return Task.CompletedTask;
    }
}
