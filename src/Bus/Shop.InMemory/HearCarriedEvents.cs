using MassTransit;
using Shop.Messaging;

namespace Shop.InMemory;

/// <summary>A module's receive endpoint: returns, and so acknowledges, when the module has the batch durably.</summary>
internal sealed class HearCarriedEvents(Module module, BatchesUnderWay batches) : IConsumer<CarriedEvents>
{
    public async Task Consume(ConsumeContext<CarriedEvents> context)
    {
        var batch = batches.Find(context.Message.Batch);
        try
        {
            await module.Hear(batch.Events.Select(delivery => (delivery.Parcel.Json, delivery.Rules)), batch.Abandon);
            batch.Committed();
        }
        catch (Exception e)
        {
            batch.Failed(e);
        }
    }
}
