using Shop.Messaging;

namespace Shop.Notifications;

/// <summary>A way to tell somebody: whether it is wanted, where to and in which language. How it gets there is its <see cref="IMessageSender"/>.</summary>
internal interface IChannel
{
    /// <summary>As rules, templates, the log and events name it.</summary>
    static abstract string Name { get; }

    /// <summary>How long it is tried.</summary>
    static abstract RetryPolicy Retry { get; }

    IMessageSender Sender { get; }

    /// <summary>Why somebody is not told in this way, as a stable code; null when he is.</summary>
    string? SkipReason(Known known);

    string AddressOf(Known known);

    string LanguageOf(Known known);
}

/// <summary>What carries messages out of the shop.</summary>
internal interface IMessageSender
{
    /// <summary>Whether sending a message again under its key does nothing more.</summary>
    bool IsIdempotent { get; }

    /// <summary>Sends it. Any other exception than these two means that nobody knows whether it was sent.</summary>
    /// <exception cref="NotSentException">It was not sent, and may be tried again.</exception>
    /// <exception cref="PermanentSendException">It was not sent, and never will be.</exception>
    Task Send(Message message, CancellationToken ct);
}

/// <summary>A message was not sent, and may be tried again.</summary>
internal sealed class NotSentException(string message, Exception? inner = null) : Exception(message, inner);

/// <summary>A message will never be sent.</summary>
/// <param name="reason">A stable code.</param>
internal sealed class PermanentSendException(string reason) : Exception(reason)
{
    public string Reason => Message;
}
