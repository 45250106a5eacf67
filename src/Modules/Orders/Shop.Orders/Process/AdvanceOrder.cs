using Shop.Events;
using Shop.Inventory.Contracts;
using Shop.Messaging;
using Shop.Payments.Contracts;
using Shop.Shipping.Contracts;

namespace Shop.Orders;

/// <summary>Hears what the other modules say of orders, notes what it tells, and lets each order take its step.</summary>
internal sealed class AdvanceOrder(OrdersDb db, OrderWalk walk, TimeProvider clock) :
    IHandleMany<InventoryReserved>, IHandleMany<InventoryReservationFailed>,
    IHandleMany<FraudCheckPassed>, IHandleMany<FraudCheckFailed>, IHandleMany<FraudReviewRequested>,
    IHandleMany<PaymentProcessed>, IHandleMany<PaymentFailed>,
    IHandleMany<OrderShipped>, IHandleMany<OrderDelivered>
{
    public Task Handle(IReadOnlyList<Heard<InventoryReserved>> heard, CancellationToken ct) => Advance(heard, ct);

    public Task Handle(IReadOnlyList<Heard<InventoryReservationFailed>> heard, CancellationToken ct) => Advance(heard, ct);

    public Task Handle(IReadOnlyList<Heard<FraudCheckPassed>> heard, CancellationToken ct) => Advance(heard, ct);

    public Task Handle(IReadOnlyList<Heard<FraudCheckFailed>> heard, CancellationToken ct) => Advance(heard, ct);

    public Task Handle(IReadOnlyList<Heard<FraudReviewRequested>> heard, CancellationToken ct) => Advance(heard, ct);

    public Task Handle(IReadOnlyList<Heard<PaymentProcessed>> heard, CancellationToken ct) => Advance(heard, ct);

    public Task Handle(IReadOnlyList<Heard<PaymentFailed>> heard, CancellationToken ct) => Advance(heard, ct);

    public Task Handle(IReadOnlyList<Heard<OrderShipped>> heard, CancellationToken ct) => Advance(heard, ct);

    public Task Handle(IReadOnlyList<Heard<OrderDelivered>> heard, CancellationToken ct) => Advance(heard, ct);

    private async Task Advance<TEvent>(IReadOnlyList<Heard<TEvent>> heard, CancellationToken ct) where TEvent : class, IEvent
    {
        var orders = await db.OrdersOf(heard, ct);
        foreach (var one in heard)
        {
            var order = orders.Of(one);
            var learned = Learn(order, one.Event, one.Envelope.Metadata.Timestamp);
            if (!walk.Take(order, one.Event, because: one) && learned)
                walk.Tell(order);       // late, but worth knowing: a parcel's number, or money of a cancelled order
        }
    }

    /// <summary>Notes what an event tells beside the step; false when that is nothing.</summary>
    private bool Learn(Order order, IEvent told, DateTime saidAt)
    {
        switch (told)
        {
            case InventoryReservationFailed failed when order.State != OrderState.Cancelled:
                order.Lacks([.. failed.FailedItems.Select(item => new FailedItem(item.ProductId, item.Requested, item.Available))]);
                return false;
            case PaymentProcessed:
                order.Learn(order.Payment with { Authorised = true, AuthorisedAt = saidAt });
                return true;
            case PaymentFailed:
                order.Learn(order.Payment with { Failed = true });
                return true;
            case OrderShipped shipped:
                order.Learn(shipped.ShipmentId, parcel => parcel with
                {
                    Carrier = shipped.Carrier, TrackingNumber = shipped.TrackingNumber, TrackingUrl = shipped.TrackingUrl, ShippedAt = clock.GetUtcNow().UtcDateTime,
                });
                return true;
            case OrderDelivered delivered:
                order.Learn(delivered.ShipmentId, parcel => parcel with { DeliveredAt = delivered.DeliveredAt });
                return true;
            default:
                return false;
        }
    }
}
