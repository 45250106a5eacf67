using Microsoft.EntityFrameworkCore;
using Shop.Events;
using Shop.Messaging;
using Shop.Orders.Contracts;

namespace Shop.Orders;

/// <summary>Whether every order has said what its state says that it must have said, and none that is paid back was delivered all the same.</summary>
internal sealed class ReconcileOrders(OrdersDb db, PublishedEvents published) : IReconciliation
{
    public async Task<IReadOnlyList<string>> Discrepancies(ReconciliationSpan span, CancellationToken ct)
    {
        if (!span.AllIsArchived)
            return [];
        var orders = await db.Orders.Where(order => order.PlacedAt >= span.From && order.PlacedAt < span.Until)
            .Select(order => new Known(order.Id, order.State)).ToListAsync(ct);
        return
        [
            .. await Unpublished<OrderCreated>(orders, span, ct, Enum.GetValues<OrderState>()),
            .. await Unpublished<PaymentRequested>(orders, span, ct, [OrderState.AwaitingPayment, .. Paid]),
            .. await Unpublished<OrderConfirmed>(orders, span, ct, Paid),
            .. await Unpublished<OrderCompleted>(orders, span, ct, OrderState.Completed),
            .. await Unpublished<OrderCancelled>(orders, span, ct, OrderState.Cancelled),
            .. await UnpublishedReturns(span, ct),
            .. await DeliveredAllTheSame(span, ct),
        ];
    }

    /// <summary>The cancellation won, but the parcel could not be stopped any more: money and stock went back, and the goods are gone.</summary>
    private async Task<IEnumerable<string>> DeliveredAllTheSame(ReconciliationSpan span, CancellationToken ct)
    {
        var cancelled = await db.Orders.AsNoTracking()
            .Where(order => order.PlacedAt >= span.From && order.PlacedAt < span.Until && order.State == OrderState.Cancelled).ToListAsync(ct);
        return cancelled.Where(order => order.Shipments.Any(shipment => shipment.DeliveredAt is not null))
            .Select(order => $"{order.Id} was cancelled and paid back, but its parcel was delivered: ask for it back, or correct the stock.");
    }

    /// <summary>A return is of an order: what is looked for is that its order has said so at all.</summary>
    private async Task<IEnumerable<string>> UnpublishedReturns(ReconciliationSpan span, CancellationToken ct)
    {
        var returns = await db.Returns.AsNoTracking().Where(back => back.RequestedAt >= span.From && back.RequestedAt < span.Until).ToListAsync(ct);
        var requested = await published.Subjects<ReturnRequested>(span.From, until: null, ct);
        var accepted = await published.Subjects<ReturnAccepted>(span.From, until: null, ct);
        return returns.Where(back => !requested.Contains(back.OrderId) || back.State == ReturnState.Accepted && !accepted.Contains(back.OrderId))
            .Select(back => $"{back.ReturnId} of {back.OrderId} is {back.State}, but that was never said.");
    }

    private async Task<IEnumerable<string>> Unpublished<TEvent>(List<Known> orders, ReconciliationSpan span, CancellationToken ct, params OrderState[] @in) where TEvent : IEvent
    {
        var subjects = await published.Subjects<TEvent>(span.From, until: null, ct);
        return orders.Where(order => @in.Contains(order.State) && !subjects.Contains(order.Id))
            .Select(order => $"{order.Id} is {order.State}, but \"{EventContract.Of(typeof(TEvent)).DetailType}\" was never said of it.");
    }

    private static readonly OrderState[] Paid = [OrderState.Confirmed, OrderState.Shipped, OrderState.Delivered, OrderState.Completed];

    private sealed record Known(string Id, OrderState State);
}
