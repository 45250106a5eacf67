
namespace Shop.Notifications;

/// <summary>
/// A notification channel: whether the recipient wants it, the address and the language. Its <see cref="IMessageSender"/> delivers.
/// </summary>
internal interface IChannel
{
    /// <summary>The name in rules, templates, the log and events.</summary>
    static abstract string Name { get; }

    /// <summary>The retry policy.</summary>
    static abstract RetryPolicy Retry { get; }

    IMessageSender Sender { get; }

    /// <summary>Why the recipient gets no message on this channel, a stable code; null when they do.</summary>
    string? SkipReason(Known known);

    string AddressOf(Known known);

    string LanguageOf(Known known);
}

/// <summary>Sends messages to the outside.</summary>
internal interface IMessageSender
{
    /// <summary>Whether sending a message again under its key has no further effect.</summary>
    bool IsIdempotent { get; }

    /// <summary>Sends a message. After any exception other than these two, the outcome is unknown.</summary>
    /// <exception cref="NotSentException">It was not sent; retrying is safe.</exception>
    /// <exception cref="PermanentSendException">It was not sent; retrying does not help.</exception>
    Task Send(Message message, CancellationToken ct);
}

/// <summary>A message was not sent; retrying is safe.</summary>
internal sealed class NotSentException(string message, Exception? inner = null) : Exception(message, inner);

/// <summary>A message cannot be sent; retrying does not help.</summary>
/// <param name="reason">A stable code.</param>
internal sealed class PermanentSendException(string reason) : Exception(reason)
{
    public string Reason => Message;
}
