using Microsoft.EntityFrameworkCore;
using Shop.Events;
using Shop.Inventory.Contracts;
using Shop.Messaging;
using Shop.Payments.Contracts;

namespace Shop.Orders;

/// <summary>Hears what the other modules say of orders, and lets each order take its step.</summary>
internal sealed class AdvanceOrder(OrdersDb db, OrderWalk walk) :
    IHandleMany<InventoryReserved>, IHandleMany<InventoryReservationFailed>,
    IHandleMany<FraudCheckPassed>, IHandleMany<FraudCheckFailed>,
    IHandleMany<PaymentProcessed>, IHandleMany<PaymentFailed>
{
    public Task Handle(IReadOnlyList<Heard<InventoryReserved>> heard, CancellationToken ct) => Advance(heard, ct);

    public Task Handle(IReadOnlyList<Heard<InventoryReservationFailed>> heard, CancellationToken ct) => Advance(heard, ct);

    public Task Handle(IReadOnlyList<Heard<FraudCheckPassed>> heard, CancellationToken ct) => Advance(heard, ct);

    public Task Handle(IReadOnlyList<Heard<FraudCheckFailed>> heard, CancellationToken ct) => Advance(heard, ct);

    public Task Handle(IReadOnlyList<Heard<PaymentProcessed>> heard, CancellationToken ct) => Advance(heard, ct);

    public Task Handle(IReadOnlyList<Heard<PaymentFailed>> heard, CancellationToken ct) => Advance(heard, ct);

    private async Task Advance<TEvent>(IReadOnlyList<Heard<TEvent>> heard, CancellationToken ct) where TEvent : class, IEvent
    {
        var ids = heard.Select(h => h.Event.Subject).Distinct().ToList();
        var orders = await db.Orders.Where(order => ids.Contains(order.Id)).ToDictionaryAsync(order => order.Id, ct);
        foreach (var one in heard)
        {
            var order = orders.GetValueOrDefault(one.Event.Subject)
                ?? throw new InvalidOperationException($"There is no order {one.Event.Subject}, of which \"{one.Envelope.DetailType}\" tells.");
            if (one.Event is InventoryReservationFailed failed && order.State != OrderState.Cancelled)
                order.Lacks([.. failed.FailedItems.Select(item => new FailedItem(item.ProductId, item.Requested, item.Available))]);
            walk.Take(order, one.Event, because: one);
        }
    }
}
