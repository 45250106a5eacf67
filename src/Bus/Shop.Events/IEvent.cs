namespace Shop.Events;

/// <summary>Something that happened, named in the past tense. The records of a module's Contracts project implement it.</summary>
public interface IEvent
{
    /// <summary>
    /// The id of what the event is about: an order, a product. In process, events of one subject are handled in order unless one fails.
    /// </summary>
    string Subject { get; }
}
