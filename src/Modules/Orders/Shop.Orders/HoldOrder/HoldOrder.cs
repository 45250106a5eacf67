using Microsoft.EntityFrameworkCore;

namespace Shop.Orders;

/// <summary>
/// Puts an order on hold when one of its events cannot be delivered, so it does not time out while a person investigates.
/// </summary>
internal sealed class HoldOrder(OrdersDb db, OrderStateMachine stateMachine) : IHandle<EventDeliveryFailed>
{
    public async Task Handle(EventDeliveryFailed received, CancellationToken ct)
    {
        if (await db.Orders.SingleOrDefaultAsync(order => order.Id == received.Subject, ct) is { } order)
            stateMachine.Hold(order, OrderProcess.DeliveryFailed);
    }
}
