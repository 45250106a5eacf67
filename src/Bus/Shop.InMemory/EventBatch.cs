namespace Shop.InMemory;

/// <summary>
/// A batch of events on its way to one module, as MassTransit carries it; acknowledged when the module has committed it. The events
/// themselves stay in memory, for <see cref="BatchesInFlight"/> to give out: written into the message and read back they would cost as
/// much as handling them.
/// </summary>
/// <param name="Batch">Which batch of this process.</param>
public sealed record EventBatch(Guid Batch);
