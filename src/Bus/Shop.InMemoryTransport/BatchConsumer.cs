using MassTransit;
using Shop.Messaging.Transports;

namespace Shop.InMemoryTransport;

/// <summary>
/// A batch of events for one module. MassTransit passes the object itself: written into a message and read back it would cost as much as
/// handling it.
/// </summary>
/// <param name="Receiver">The module.</param>
/// <param name="Events">The events and the module's rules that match them, in the order in which they were published.</param>
internal sealed record EventBatch(IModuleReceiver Receiver, IReadOnlyList<RoutedEvent> Events);

/// <summary>Returns, and so acknowledges the batch, when the module has stored it.</summary>
internal sealed class BatchConsumer : IConsumer<EventBatch>
{
    public Task Consume(ConsumeContext<EventBatch> context) => context.Message.Receiver.Receive(context.Message.Events, context.CancellationToken);
}
