namespace Shop.InMemory;

/// <summary>A batch of events on its way to one module, as MassTransit carries it. It is acknowledged when the module has committed it.</summary>
/// <param name="Batch">Which batch of this process.</param>
/// <param name="Events">The events and the rules that they match, in the order in which they were said.</param>
public sealed record CarriedEvents(Guid Batch, IReadOnlyList<CarriedEvent> Events);

/// <summary>One event of a batch.</summary>
/// <param name="Envelope">The event as EventBridge would deliver it, UTF-8.</param>
/// <param name="Rules">The names of the module's rules that it matches.</param>
public sealed record CarriedEvent(byte[] Envelope, IReadOnlyList<string> Rules);
