using Shop.Events;
using Shop.Orders.Contracts;
using Shop.Payments.Contracts;

namespace Shop.Analytics;

/// <summary>Facts collected from events, in any order, possibly repeated.</summary>
internal sealed class Facts
{
    public List<OrderFact> Orders { get; } = [];

    public List<LineFact> Lines { get; } = [];

    public List<RefundFact> Refunds { get; } = [];

    public bool IsEmpty => Orders.Count + Lines.Count + Refunds.Count == 0;

    /// <summary>Adds the facts of an event. It counts at its own time, however late it arrives.</summary>
    public void Add(IEvent published, Envelope envelope)
    {
        var at = TimeColumn.Of(envelope.Metadata.Timestamp);
        if (CountedEvents.FactOf(published, at) is { } fact)
            Orders.Add(fact);
        if (published is OrderCreated created)
            Lines.AddRange(created.Items.Select(item => new LineFact(created.OrderId, item.ProductId, item.Quantity)));
        if (published is PaymentRefunded refunded)
            Refunds.Add(
                new RefundFact(refunded.RefundId ?? refunded.OrderId, refunded.OrderId, at, refunded.Amount.Minor, refunded.Currency));
    }

    public void Clear()
    {
        Orders.Clear();
        Lines.Clear();
        Refunds.Clear();
    }
}

/// <summary>Times in the tables: microseconds since 1970 UTC, the same in both databases.</summary>
internal static class TimeColumn
{
    public static long Of(DateTime utc) => (utc - DateTime.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond;

    public static DateTime Utc(long microseconds) => DateTime.UnixEpoch.AddTicks(microseconds * TimeSpan.TicksPerMicrosecond);
}
