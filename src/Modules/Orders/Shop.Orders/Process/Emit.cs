using Shop.Events;
using Shop.Orders.Contracts;

namespace Shop.Orders;

/// <summary>The event that a transition publishes.</summary>
/// <param name="Event">The event type; null for none.</param>
/// <param name="Of">Builds the event for an order.</param>
internal sealed record Emit(Type? Event, Func<Order, IEvent?> Of)
{
    public static readonly Emit Nothing = new(null, _ => null);

    public static readonly Emit PaymentRequested = new(typeof(PaymentRequested), order =>
        new PaymentRequested(order.Id, new Money(order.Total), order.Currency, order.PaymentToken));

    public static readonly Emit OrderConfirmed = new(typeof(OrderConfirmed), order =>
        new OrderConfirmed(
            order.Id, order.CustomerId, order.Email, new Money(order.Total), order.Currency, order.Items(), order.ShippingAddress));

    public static readonly Emit OrderCompleted = new(typeof(OrderCompleted), order =>
        new OrderCompleted(order.Id, order.CustomerId, order.Email, new Money(order.Total), order.Currency));

    public static readonly Emit OrderCancelled = new(typeof(OrderCancelled), order =>
        new OrderCancelled(order.Id, order.CustomerId, order.Email, order.StatusReason!, new Money(order.Total), order.Currency));

    /// <summary>
    /// Order Held or Order Resumed, in addition to the transition's event. Whether an order is on hold depends on more than its state, so
    /// it is compared here instead of listed in the table. An event that ends the order ends the hold too.
    /// </summary>
    public static IEvent? HoldChange(Order order, OrderStatus before) => (before, order.Status) switch
    {
        (OrderStatus.OnHold, OrderStatus.Pending or OrderStatus.Confirmed) => new OrderResumed(order.Id, order.CustomerId, order.Email),
        (not OrderStatus.OnHold, OrderStatus.OnHold) => new OrderHeld(order.Id, order.CustomerId, order.Email, order.StatusReason!),
        _ => null,
    };
}
