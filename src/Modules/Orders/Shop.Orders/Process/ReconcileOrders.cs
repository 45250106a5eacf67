using Microsoft.EntityFrameworkCore;
using Shop.Events;
using Shop.Orders.Contracts;

namespace Shop.Orders;

/// <summary>Checks that every order published the events its state implies, and that no refunded order was delivered.</summary>
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

    /// <summary>Cancelled orders whose parcel could not be stopped: payment and stock were returned, but the goods are gone.</summary>
    private async Task<IEnumerable<string>> DeliveredAllTheSame(ReconciliationSpan span, CancellationToken ct)
    {
        var cancelled = await db.Orders.AsNoTracking()
            .Where(order => order.PlacedAt >= span.From && order.PlacedAt < span.Until && order.State == OrderState.Cancelled)
            .ToListAsync(ct);
        return cancelled.Where(order => order.Shipments.Any(shipment => shipment.DeliveredAt is not null))
            .Select(order =>
                $"{order.Id} was cancelled and refunded, but its parcel was delivered: request a return, or correct the stock.");
    }

    /// <summary>Returns whose order published no matching event.</summary>
    private async Task<IEnumerable<string>> UnpublishedReturns(ReconciliationSpan span, CancellationToken ct)
    {
        var returns = await db.Returns.AsNoTracking().Where(back => back.RequestedAt >= span.From && back.RequestedAt < span.Until)
            .ToListAsync(ct);
        var requested = await published.Subjects<ReturnRequested>(span.From, until: null, ct);
        var accepted = await published.Subjects<ReturnAccepted>(span.From, until: null, ct);
        return returns.Where(
            back => !requested.Contains(back.OrderId) || back.State == ReturnState.Accepted && !accepted.Contains(back.OrderId))
            .Select(back => $"{back.ReturnId} of {back.OrderId} is {back.State}, but no event was published for it.");
    }

    private async Task<IEnumerable<string>> Unpublished<TEvent>(List<Known> orders, ReconciliationSpan span, CancellationToken ct,
    params OrderState[] @in) where TEvent : IEvent
    {
        var subjects = await published.Subjects<TEvent>(span.From, until: null, ct);
        return orders.Where(order => @in.Contains(order.State) && !subjects.Contains(order.Id))
            .Select(order =>
                $"{order.Id} is {order.State}, but \"{EventContract.Of(typeof(TEvent)).DetailType}\" was never published for it.");
    }

    private static readonly OrderState[] Paid = [OrderState.Confirmed, OrderState.Shipped, OrderState.Delivered, OrderState.Completed];

    private sealed record Known(string Id, OrderState State);
}
