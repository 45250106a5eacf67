using Microsoft.EntityFrameworkCore;
using Shop.Events;
using Shop.Orders.Contracts;
using Shop.Payments.Contracts;

namespace Shop.Analytics;

/// <summary>
/// Checks that every placed, paid, confirmed or cancelled order is counted, and that the reports match the published events.
/// </summary>
internal sealed class ReconcileFacts(AnalyticsDb db, PublishedEvents published) : IReconciliation
{
    private const int BatchSize = 500;

    public async Task<IReadOnlyList<string>> Discrepancies(ReconciliationSpan span, CancellationToken ct) =>
    [
        .. await Uncounted<OrderCreated>("created_at", span, ct),
        .. await Uncounted<PaymentProcessed>("paid_at", span, ct),
        .. await Uncounted<OrderConfirmed>("confirmed_at", span, ct),
        .. await Uncounted<OrderCancelled>("cancelled_at", span, ct),
    ];

    public async Task<IReadOnlyList<Figure>> Figures(ReconciliationSpan span, CancellationToken ct)
    {
        if (!span.AllIsArchived || !published.HasAll(RecountedFigures.Kinds))
            return [];
        var recounted = new RecountedFigures(span);
        await foreach (var envelope in published.All(RecountedFigures.Kinds, span.From - RecountedFigures.Late, ct))
            recounted.Add(envelope);
        var period = Period.Exactly(span.From, span.Until);
        return recounted.Compare(await OrdersReport.Read(db, period, ct), await RevenueReport.Read(db, period, ct));
    }

    private async Task<IEnumerable<string>> Uncounted<TEvent>(string column, ReconciliationSpan span, CancellationToken ct)
        where TEvent : IEvent
    {
        var orders = await published.Subjects<TEvent>(span.From, span.Until, ct);
        var counted = new HashSet<string>();
        foreach (var some in orders.Chunk(BatchSize))
            counted.UnionWith(await db.Database.SqlQueryRaw<string>(Sql(column), [some]).ToListAsync(ct));
        return orders.Except(counted)
            .Select(order => $"\"{EventContract.Of(typeof(TEvent)).DetailType}\" was published for {order}, but it is not counted.");
    }

    private string Sql(string column) => db.Database.IsNpgsql()
        ? $$"""select order_id as "Value" from orders where {{column}} is not null and order_id = any({0})"""
        : $$"""select order_id as "Value" from orders where {{column}} is not null and order_id in (select value from json_each({0}))""";
}
