using Microsoft.EntityFrameworkCore;

namespace Shop.Orders;

/// <summary>Holds an order of which an event was given up for good: it does not run into its deadline while a person looks at it.</summary>
internal sealed class HoldOrder(OrdersDb db, OrderStateMachine stateMachine) : IHandle<EventDeliveryFailed>
{
    public async Task Handle(EventDeliveryFailed received, CancellationToken ct)
    {
        if (await db.Orders.SingleOrDefaultAsync(order => order.Id == received.Subject, ct) is { } order)
            stateMachine.Hold(order, "event_abandoned");
    }
}
