using Shop.Events;

namespace Shop.Messaging.Modules;

/// <summary>One event for one rule: what the inbox has a row for.</summary>
/// <param name="Envelope">The event.</param>
/// <param name="Rule">The rule that matches it.</param>
/// <param name="Attempts">Attempts that failed before; 0 for the first.</param>
/// <param name="IsStored">Whether the inbox has its row already, so that it is a retry or a call's result; else a transport has just delivered it.</param>
internal sealed record InboxMessage(Envelope Envelope, Rule Rule, int Attempts = 0, bool IsStored = false)
{
    /// <summary>What the external call returned, for a rule that makes one.</summary>
    public object? Result { get; init; }

    /// <summary>A stored message of an external call whose preparation has not been committed.</summary>
    public bool IsUnprepared { get; init; }

    /// <summary>Whether the external call, and its preparation, come first.</summary>
    public bool NeedsExternalCall => Rule.Invoker is ExternalCallInvoker && (!IsStored || IsUnprepared);

    public (Guid EventId, string Rule) Key => (Envelope.Metadata.EventId, Rule.Name);

    /// <summary>The event.</summary>
    /// <exception cref="UnreadableEventException">It does not fit the handler's contract: a retry cannot help.</exception>
    public TEvent Read<TEvent>() where TEvent : IEvent
    {
        try
        {
            return Envelope.Read<TEvent>();
        }
        catch (Exception e)        // whatever a contract throws, the same bytes fail again later
        {
            throw new UnreadableEventException($"\"{Envelope.DetailType}\" of {Envelope.Metadata.Subject} cannot be read as {typeof(TEvent).Name}.", e);
        }
    }

    public Received<TEvent> Receive<TEvent>() where TEvent : IEvent => new(Read<TEvent>(), Envelope);
}
