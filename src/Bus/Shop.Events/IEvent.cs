namespace Shop.Events;

/// <summary>Something that happened, told in the past tense. Implemented by the records of a module's Contracts project.</summary>
public interface IEvent
{
    /// <summary>Whom the event is about, by id: an order, a product. In process, events of one subject are carried in order while nothing fails.</summary>
    string Subject { get; }
}
