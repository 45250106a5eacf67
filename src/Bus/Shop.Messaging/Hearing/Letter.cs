using Shop.Events;

namespace Shop.Messaging;

/// <summary>One event for one rule: what the inbox has a row for.</summary>
/// <param name="Envelope">The event.</param>
/// <param name="Rule">The rule that hears it.</param>
/// <param name="Attempts">How often it was tried before; 0 for the first time.</param>
/// <param name="Kept">Whether the inbox holds it already, to be tried when due; else it has just been carried here.</param>
internal sealed record Letter(Envelope Envelope, Rule Rule, int Attempts = 0, bool Kept = false)
{
    /// <summary>What the outside answered, for a rule that calls out.</summary>
    public object? Answer { get; init; }

    /// <summary>Whether the answer is still to be asked for.</summary>
    public bool ToCall => Rule.Hearing is CallingOut && !Kept;

    public (Guid EventId, string Rule) Key => (Envelope.Metadata.EventId, Rule.Name);
}
