using Microsoft.EntityFrameworkCore;
using Shop.Events;
using Shop.Messaging;
using Shop.Orders.Contracts;
using Shop.Payments.Contracts;

namespace Shop.Analytics;

/// <summary>Whether every order that was placed, paid, confirmed or cancelled is counted as that.</summary>
internal sealed class AuditFacts(AnalyticsDb db, SaidEvents said) : IAudit
{
    private const int AtOnce = 500;

    public async Task<IReadOnlyList<string>> Differences(AuditSpan span, CancellationToken ct) =>
    [
        .. await Uncounted<OrderCreated>("created_at", span, ct),
        .. await Uncounted<PaymentProcessed>("paid_at", span, ct),
        .. await Uncounted<OrderConfirmed>("confirmed_at", span, ct),
        .. await Uncounted<OrderCancelled>("cancelled_at", span, ct),
    ];

    private async Task<IEnumerable<string>> Uncounted<TEvent>(string column, AuditSpan span, CancellationToken ct) where TEvent : IEvent
    {
        var orders = await said.Subjects<TEvent>(span.From, span.Until, ct);
        var counted = new HashSet<string>();
        foreach (var some in orders.Chunk(AtOnce))
            counted.UnionWith(await db.Database.SqlQueryRaw<string>(Sql(column), [some]).ToListAsync(ct));
        return orders.Except(counted).Select(order => $"\"{EventContract.Of(typeof(TEvent)).DetailType}\" was said of {order}, but it is not counted.");
    }

    private string Sql(string column) => db.Database.IsNpgsql()
        ? $$"""select order_id as "Value" from orders where {{column}} is not null and order_id = any({0})"""
        : $$"""select order_id as "Value" from orders where {{column}} is not null and order_id in (select value from json_each({0}))""";
}
