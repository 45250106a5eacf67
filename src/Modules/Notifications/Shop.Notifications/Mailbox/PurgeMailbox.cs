using Shop.Messaging;

namespace Shop.Notifications;

/// <summary>The sections <c>Notifications:Mailbox</c>.</summary>
internal sealed class MailboxOptions
{
    /// <summary>The folder; <c>mailbox</c> in that of the embedded store when left out.</summary>
    public string? Path { get; init; }

    /// <summary>How long a message stays there, in days.</summary>
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
