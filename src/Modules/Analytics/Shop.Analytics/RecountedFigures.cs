using Shop.Events;
using Shop.Orders.Contracts;
using Shop.Payments.Contracts;
using Shop.Shipping.Contracts;

namespace Shop.Analytics;

/// <summary>
/// Computes a period's figures directly from the events, bypassing the tables: what the reports must show. It covers only events published
/// once per order; a renewed reservation, for example, is published twice.
/// </summary>
internal sealed class RecountedFigures(ReconciliationSpan span)
{
    /// <summary>An event's id may be older than its timestamp.</summary>
    public static readonly TimeSpan Late = TimeSpan.FromMinutes(1);

    public static readonly IReadOnlyList<EventContract> Kinds =
    [
        EventContract.Of(typeof(OrderCreated)), EventContract.Of(typeof(OrderConfirmed)), EventContract.Of(typeof(OrderShipped)),
        EventContract.Of(typeof(OrderDelivered)),
        EventContract.Of(typeof(OrderCancelled)), EventContract.Of(typeof(PaymentProcessed)), EventContract.Of(typeof(PaymentCaptured)),
        EventContract.Of(typeof(PaymentRefunded)),
    ];

    private readonly Dictionary<string, HashSet<string>> _orders = [];
    private readonly Dictionary<string, long> _amounts = [];

    public void Add(Envelope envelope)
    {
        if (envelope.Metadata.CopyOf is not null || TimeColumn.Of(envelope.Metadata.Timestamp) is var at
            && (at < TimeColumn.Of(span.From) || at >= TimeColumn.Of(span.Until)))
            return;
        if (!Once(envelope))
            return;
        switch (envelope.DetailType)
        {
            case "Payment Processed" when envelope.Read<PaymentProcessed>() is var paid: Sum(
                paid.Currency, "authorised", paid.Amount); break;
            case "Payment Captured" when envelope.Read<PaymentCaptured>() is var taken: Sum(
                taken.Currency, "captured", taken.Amount); break;
            case "Payment Refunded" when envelope.Read<PaymentRefunded>() is var back: Sum(back.Currency, "refunded", back.Amount); break;
        }
    }

    /// <summary>Whether this is the first event of its type for its order or refund.</summary>
    private bool Once(Envelope envelope)
    {
        if (!_orders.TryGetValue(envelope.DetailType, out var orders))
            _orders[envelope.DetailType] = orders = [];
        return orders.Add(
            envelope.DetailType == "Payment Refunded"
            ? envelope.Read<PaymentRefunded>().RefundId ?? envelope.Metadata.Subject : envelope.Metadata.Subject);
    }

    private void Sum(string currency, string what, Money amount) =>
        _amounts[$"{currency} {what}"] = _amounts.GetValueOrDefault($"{currency} {what}") + amount.Minor;

    /// <summary>Compares the figures with the reports.</summary>
    public IReadOnlyList<Figure> Compare(IReadOnlyList<OrderCounts> orders, IReadOnlyList<Revenue> revenue) =>
    [
        Orders("created", orders.Sum(step => step.Created)), Orders("confirmed", orders.Sum(step => step.Confirmed)),
        Orders("shipped", orders.Sum(step => step.Shipped)),
        Orders("delivered", orders.Sum(step => step.Delivered)), Orders("cancelled", orders.Sum(step => step.Cancelled)),
        .. from currency in revenue.Select(step => step.Currency).Union(_amounts.Keys.Select(name => name.Split(' ')[0]))
        .Order(StringComparer.Ordinal)
           let its = revenue.Where(step => step.Currency == currency).ToList()
           from figure in (Figure[])
           [
               Amount(currency, "authorised", its.Sum(step => step.Authorised)),
               Amount(currency, "captured", its.Sum(step => step.Captured)),
               Amount(currency, "refunded", its.Sum(step => step.Refunded)),
           ]
           select figure,
    ];

    private Figure Orders(string action, long shown) =>
        new($"orders {action}", _orders.GetValueOrDefault($"Order {char.ToUpperInvariant(action[0])}{action[1..]}")?.Count ?? 0, shown);

    private Figure Amount(string currency, string what, long shown) =>
        new($"{currency} {what}", _amounts.GetValueOrDefault($"{currency} {what}"), shown);
}
