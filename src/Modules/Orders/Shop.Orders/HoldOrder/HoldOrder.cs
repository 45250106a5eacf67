using Microsoft.EntityFrameworkCore;
using Shop.Messaging;

namespace Shop.Orders;

/// <summary>Holds an order of which an event was given up for good: it does not run into its deadline while a person looks at it.</summary>
internal sealed class HoldOrder(OrdersDb db, OrderWalk walk) : IHandle<EventAbandoned>
{
    public async Task Handle(EventAbandoned heard, CancellationToken ct)
    {
        if (await db.Orders.SingleOrDefaultAsync(order => order.Id == heard.Subject, ct) is { } order)
            walk.Hold(order, "event_abandoned");
    }
}
