using MassTransit;
using Shop.Messaging;

namespace Shop.InMemory;

/// <summary>A module's receive endpoint: returns, and so acknowledges, when the module has the batch durably.</summary>
internal sealed class BatchConsumer(Module module, BatchesInFlight batches) : IConsumer<EventBatch>
{
    public async Task Consume(ConsumeContext<EventBatch> context)
    {
        var batch = batches.Find(context.Message.Batch);
        try
        {
            await module.Hear(batch.Events.Select(routed => (routed.Event.Json, routed.Rules)), batch.Abandon);
            batch.Committed();
        }
        catch (Exception e)
        {
            batch.Failed(e);
        }
    }
}
