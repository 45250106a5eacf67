using Shop.Events;
using Shop.Inventory.Contracts;
using Shop.Payments.Contracts;
using Shop.Shipping.Contracts;

namespace Shop.Orders;

/// <summary>Handles the other modules' events about orders: records their details and fires the transition.</summary>
internal sealed class AdvanceOrder(OrdersDb db, OrderStateMachine stateMachine, TimeProvider clock) :
    IHandleMany<InventoryReserved>, IHandleMany<InventoryReservationFailed>,
    IHandleMany<FraudCheckPassed>, IHandleMany<FraudCheckFailed>, IHandleMany<FraudReviewRequested>,
    IHandleMany<PaymentProcessed>, IHandleMany<PaymentFailed>,
    IHandleMany<OrderShipped>, IHandleMany<OrderDelivered>
{
    public Task Handle(IReadOnlyList<Received<InventoryReserved>> received, CancellationToken ct) => Advance(received, ct);

    public Task Handle(IReadOnlyList<Received<InventoryReservationFailed>> received, CancellationToken ct) => Advance(received, ct);

    public Task Handle(IReadOnlyList<Received<FraudCheckPassed>> received, CancellationToken ct) => Advance(received, ct);

    public Task Handle(IReadOnlyList<Received<FraudCheckFailed>> received, CancellationToken ct) => Advance(received, ct);

    public Task Handle(IReadOnlyList<Received<FraudReviewRequested>> received, CancellationToken ct) => Advance(received, ct);

    public Task Handle(IReadOnlyList<Received<PaymentProcessed>> received, CancellationToken ct) => Advance(received, ct);

    public Task Handle(IReadOnlyList<Received<PaymentFailed>> received, CancellationToken ct) => Advance(received, ct);

    public Task Handle(IReadOnlyList<Received<OrderShipped>> received, CancellationToken ct) => Advance(received, ct);

    public Task Handle(IReadOnlyList<Received<OrderDelivered>> received, CancellationToken ct) => Advance(received, ct);

    private async Task Advance<TEvent>(IReadOnlyList<Received<TEvent>> received, CancellationToken ct) where TEvent : class, IEvent
    {
        var orders = await db.OrdersOf(received, ct);
        foreach (var one in received)
        {
            var order = orders.Of(one);
            var recorded = RecordDetails(order, one.Event, one.Envelope.Metadata.Timestamp);
            if (!stateMachine.Fire(order, one.Event, causedBy: one) && recorded)
                stateMachine.NotifyFollowers(order);       // late but relevant, such as a tracking number or a payment of a cancelled order
        }
    }

    /// <summary>Records an event's details; false when the customer sees no change.</summary>
    private bool RecordDetails(Order order, IEvent published, DateTime publishedAt)
    {
        switch (published)
        {
            case InventoryReservationFailed failed when order.State != OrderState.Cancelled:
                order.RecordShortage(
                    [.. failed.FailedItems.Select(item => new FailedItem(item.ProductId, item.Requested, item.Available))]);
                return false;
            case PaymentProcessed:
                order.RecordPayment(order.Payment with { Authorised = true, AuthorisedAt = publishedAt });
                return true;
            case PaymentFailed:
                order.RecordPayment(order.Payment with { Failed = true });
                return true;
            case OrderShipped shipped:
                order.RecordShipment(shipped.ShipmentId, shipment => shipment with
                {
                    Carrier = shipped.Carrier, TrackingNumber = shipped.TrackingNumber, TrackingUrl = shipped.TrackingUrl,
                    ShippedAt = clock.GetUtcNow().UtcDateTime,
                });
                return true;
            case OrderDelivered delivered:
                order.RecordShipment(delivered.ShipmentId, shipment => shipment with { DeliveredAt = delivered.DeliveredAt });
                return true;
            default:
                return false;
        }
    }
}
