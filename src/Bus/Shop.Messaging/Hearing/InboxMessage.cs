using Shop.Events;

namespace Shop.Messaging;

/// <summary>One event for one rule: what the inbox has a row for.</summary>
/// <param name="Envelope">The event.</param>
/// <param name="Rule">The rule that hears it.</param>
/// <param name="Attempts">How often it was tried before; 0 for the first time.</param>
/// <param name="IsStored">Whether the inbox holds it already, to be tried when due; else it has just been carried here.</param>
internal sealed record InboxMessage(Envelope Envelope, Rule Rule, int Attempts = 0, bool IsStored = false)
{
    /// <summary>What the outside answered, for a rule that calls out.</summary>
    public object? Result { get; init; }

    /// <summary>Whether the answer is still to be asked for.</summary>
    public bool NeedsExternalCall => Rule.Invoker is ExternalCallInvoker && !IsStored;

    /// <summary>What was said.</summary>
    /// <exception cref="UnreadableEventException">It does not fit the handler's contract: trying again does not help.</exception>
    public TEvent Read<TEvent>() where TEvent : IEvent
    {
        try
        {
            return Envelope.Read<TEvent>();
        }
        catch (Exception e)        // whatever a contract makes of it, the same bytes will not read otherwise later
        {
            throw new UnreadableEventException($"\"{Envelope.DetailType}\" of {Envelope.Metadata.Subject} cannot be read as {typeof(TEvent).Name}.", e);
        }
    }

    public (Guid EventId, string Rule) Key => (Envelope.Metadata.EventId, Rule.Name);
}
