using Shop.Events;
using Shop.Orders.Contracts;

namespace Shop.Orders;

/// <summary>What an order says when it takes a step.</summary>
/// <param name="Event">The event's type; null for nothing.</param>
/// <param name="Of">The event of an order.</param>
internal sealed record Emit(Type? Event, Func<Order, IEvent?> Of)
{
    public static readonly Emit Nothing = new(null, _ => null);

    public static readonly Emit PaymentRequested = new(typeof(PaymentRequested), order =>
        new PaymentRequested(order.Id, new Money(order.Total), order.Currency, order.PaymentToken));

    public static readonly Emit OrderConfirmed = new(typeof(OrderConfirmed), order =>
        new OrderConfirmed(order.Id, order.CustomerId, order.Email, new Money(order.Total), order.Currency, order.Items(), order.ShippingAddress));

    public static readonly Emit OrderCompleted = new(typeof(OrderCompleted), order =>
        new OrderCompleted(order.Id, order.CustomerId, order.Email, new Money(order.Total), order.Currency));

    public static readonly Emit OrderCancelled = new(typeof(OrderCancelled), order =>
        new OrderCancelled(order.Id, order.CustomerId, order.Email, order.StatusReason!, new Money(order.Total), order.Currency));

    /// <summary>
    /// That it is held or goes on, beside what the step says. Whether it waits for a person follows from where it stands and from what became of
    /// its events, so it is compared and not in the table. What ends a hold with the order says so itself.
    /// </summary>
    public static IEvent? HoldChange(Order order, OrderStatus before) => (before, order.Status) switch
    {
        (OrderStatus.OnHold, OrderStatus.Pending or OrderStatus.Confirmed) => new OrderResumed(order.Id, order.CustomerId, order.Email),
        (not OrderStatus.OnHold, OrderStatus.OnHold) => new OrderHeld(order.Id, order.CustomerId, order.Email, order.StatusReason!),
        _ => null,
    };
}
