using Shop.Events;
using Shop.Inventory.Contracts;
using Shop.Orders.Contracts;
using Shop.Payments.Contracts;
using Shop.Shipping.Contracts;

namespace Shop.Analytics;

/// <summary>The counted events, their rules and their facts. A new event is a line in both lists.</summary>
internal static class CountedEvents
{
    public static readonly IReadOnlyList<CountedEvent> All =
    [
        CountedEvent.Of<OrderCreated>("count-created"),
        CountedEvent.Of<InventoryReserved>("count-reserved"),
        CountedEvent.Of<InventoryReservationFailed>("count-out-of-stock"),
        CountedEvent.Of<PaymentProcessed>("count-paid"),
        CountedEvent.Of<PaymentCaptured>("count-captured"),
        CountedEvent.Of<PaymentFailed>("count-declined"),
        CountedEvent.Of<PaymentRefunded>("count-refunded"),
        CountedEvent.Of<OrderConfirmed>("count-confirmed"),
        CountedEvent.Of<OrderShipped>("count-shipped"),
        CountedEvent.Of<OrderDelivered>("count-delivered"),
        CountedEvent.Of<OrderCancelled>("count-cancelled"),
    ];

    /// <summary>The facts of an event about its order. Refunds are stored separately, because an order may have several.</summary>
    public static OrderFact? FactOf(IEvent published, long at) => published switch
    {
        OrderCreated created => new(created.OrderId)
        {
            CreatedAt = at, Currency = created.Currency, Country = created.ShippingAddress.Country, Total = created.TotalAmount.Minor,
        },
        InventoryReserved reserved => new(reserved.OrderId) { ReservedAt = at },
        InventoryReservationFailed failed => new(failed.OrderId) { OutOfStockAt = at },
        PaymentProcessed paid => new(paid.OrderId) { PaidAt = at, Paid = paid.Amount.Minor, Currency = paid.Currency },
        PaymentCaptured taken => new(taken.OrderId) { CapturedAt = at, Captured = taken.Amount.Minor, Currency = taken.Currency },
        PaymentFailed failed => new(failed.OrderId) { DeclinedAt = at },
        OrderConfirmed confirmed => new(confirmed.OrderId) { ConfirmedAt = at },
        OrderShipped shipped => new(shipped.OrderId) { ShippedAt = at },
        OrderDelivered delivered => new(delivered.OrderId) { DeliveredAt = at },
        OrderCancelled cancelled => new(cancelled.OrderId) { CancelledAt = at },
        _ => null,
    };
}

/// <summary>A counted event.</summary>
/// <param name="Contract">The contract of the event.</param>
/// <param name="Declare">Declares the rule.</param>
/// <param name="Read">Reads it from its envelope.</param>
internal sealed record CountedEvent(EventContract Contract, Action<ModuleBuilder> Declare, Func<Envelope, IEvent> Read)
{
    public static CountedEvent Of<TEvent>(string rule) where TEvent : IEvent => new(
        EventContract.Of(typeof(TEvent)), module => module.On<TEvent>(rule).Do<CountEvents<TEvent>>(), envelope => envelope.Read<TEvent>());
}
