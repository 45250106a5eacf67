namespace Shop.Messaging;

/// <summary>Who waits for what becomes of a parcel.</summary>
internal interface ISendObserver
{
    /// <summary>Every module that is to hear it has it, or it comes back.</summary>
    void Completed(OutgoingEvent outgoing, SendOutcome outcome);

    /// <summary>The way to one of the modules refuses the event for good: returns when that is kept.</summary>
    Task Rejected(OutgoingEvent outgoing, TransportRejectedException why, CancellationToken ct);
}

/// <summary>The way to a module refuses an event, and will again: it goes to the dead letters of its publisher at once.</summary>
/// <param name="code">The refusing side's own word for it.</param>
/// <param name="message">What a person reads.</param>
public sealed class TransportRejectedException(string code, string message) : NonRetryableException(message)
{
    /// <summary>The refusing side's own word for it.</summary>
    public string Code { get; } = code;
}
