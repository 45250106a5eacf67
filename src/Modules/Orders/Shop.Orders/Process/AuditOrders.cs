using Microsoft.EntityFrameworkCore;
using Shop.Events;
using Shop.Messaging;
using Shop.Orders.Contracts;

namespace Shop.Orders;

/// <summary>Whether every order has said what its state says that it must have said.</summary>
internal sealed class AuditOrders(OrdersDb db, SaidEvents said) : IAudit
{
    public async Task<IReadOnlyList<string>> Differences(AuditSpan span, CancellationToken ct)
    {
        if (!span.AllIsArchived)
            return [];
        var orders = await db.Orders.Where(order => order.PlacedAt >= span.From && order.PlacedAt < span.Until)
            .Select(order => new Known(order.Id, order.State)).ToListAsync(ct);
        return
        [
            .. await Unsaid<OrderCreated>(orders, span, ct, Enum.GetValues<OrderState>()),
            .. await Unsaid<PaymentRequested>(orders, span, ct, OrderState.AwaitingPayment, OrderState.Confirmed),
            .. await Unsaid<OrderConfirmed>(orders, span, ct, OrderState.Confirmed),
            .. await Unsaid<OrderCancelled>(orders, span, ct, OrderState.Cancelled),
        ];
    }

    private async Task<IEnumerable<string>> Unsaid<TEvent>(List<Known> orders, AuditSpan span, CancellationToken ct, params OrderState[] @in) where TEvent : IEvent
    {
        var subjects = await said.Subjects<TEvent>(span.From, until: null, ct);
        return orders.Where(order => @in.Contains(order.State) && !subjects.Contains(order.Id))
            .Select(order => $"{order.Id} is {order.State}, but \"{EventContract.Of(typeof(TEvent)).DetailType}\" was never said of it.");
    }

    private sealed record Known(string Id, OrderState State);
}
