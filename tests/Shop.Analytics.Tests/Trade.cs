using Shop.Events;
using Shop.Inventory.Contracts;
using Shop.Orders.Contracts;
using Shop.Payments.Contracts;
using Shop.Shipping.Contracts;
using Shop.Testing;

namespace Shop.Analytics.Tests;

/// <summary>Something that was said, and when.</summary>
internal sealed record Told(IEvent Said, DateTime At, Guid EventId)
{
    public Envelope Envelope => Envelopes.Of(Said, EventId, At);
}

/// <summary>What a shop might say of some orders within three days: some come to their end, some fail at each step, some are returned.</summary>
internal sealed class Trade(int seed)
{
    private static readonly string[] Countries = ["US", "DE", "FR"];
    private static readonly string[] Currencies = ["USD", "EUR", "GBP"];

    private readonly Random _chance = new(seed);
    private readonly List<Told> _told = [];
    private DateTime _now;

    public static DateTime Begin { get; } = new(2026, 3, 1, 0, 0, 0, DateTimeKind.Utc);

    public IReadOnlyList<Told> Of(int orders)
    {
        for (var i = 0; i < orders; i++)
            Life($"ORD-{seed}-{i}");
        return _told;
    }

    /// <summary>The same in another order, some of it twice, some said again under another id and later.</summary>
    public IReadOnlyList<Told> Muddled(IReadOnlyList<Told> told)
    {
        var again = told.Where(_ => Happens(0.2)).ToList();
        var repeated = told.Where(one => one.Said is not PaymentRefunded && Happens(0.1)).Select(one => one with { At = one.At.AddMinutes(7), EventId = Guid.CreateVersion7() });
        var all = told.Concat(again).Concat(repeated).ToArray();
        _chance.Shuffle(all);
        return all;
    }

    private void Life(string order)
    {
        var (currency, country) = (Any(Currencies), Any(Countries));
        var items = Enumerable.Range(1, _chance.Next(1, 4)).Select(n => new OrderItem($"PRD-{n * _chance.Next(1, 4)}", _chance.Next(1, 5), new Money(_chance.Next(100, 20_000))))
            .DistinctBy(item => item.ProductId).ToList();
        var total = items.Aggregate(new Money(0), (sum, item) => sum + item.Price * item.Quantity);
        _now = Begin.AddMicroseconds(_chance.NextInt64(0, (long)TimeSpan.FromDays(2).TotalMicroseconds));

        Say(new OrderCreated(order, "CUST-1", "ada@example.com", items, total, currency, new ShippingAddress(country, "", "Town", "1")));
        if (Happens(0.1))
            Say(new InventoryReservationFailed(order, "too few", []));
        else
            AfterReservation(order, total, currency);
    }

    private void AfterReservation(string order, Money total, string currency)
    {
        Say(new InventoryReserved(order, []));
        if (Happens(0.15))
        {
            Say(new PaymentFailed(order, "card_declined"));
            Say(Cancelled(order, "payment_declined", total, currency));
            return;
        }
        Say(new PaymentProcessed(order, "pay_1", total, currency));
        Say(new OrderConfirmed(order, "CUST-1", "ada@example.com", total, currency));
        if (Happens(0.1))
            Say(Cancelled(order, "customer_request", total, currency));
        else
            AfterConfirmation(order, total, currency);
    }

    private void AfterConfirmation(string order, Money total, string currency)
    {
        if (Happens(0.2))
            return;
        Say(new OrderShipped(order, "CUST-1", "ada@example.com", "SHP-1", "Parcels", "P1", "https://parcels.example/P1"));
        Say(new PaymentCaptured(order, "pay_1", total, currency));
        if (Happens(0.8))
            Say(new OrderDelivered(order, "CUST-1", "ada@example.com", "SHP-1", _now));
        for (var part = 0; part < 2 && Happens(0.2); part++)
            Say(new PaymentRefunded(order, "pay_1", new Money(100 + part), currency, $"RET-{order}-{part}"));
    }

    private static OrderCancelled Cancelled(string order, string reason, Money total, string currency) => new(order, "CUST-1", "ada@example.com", reason, total, currency);

    private void Say(IEvent published)
    {
        _told.Add(new Told(published, _now, Guid.CreateVersion7()));
        _now = _now.AddMicroseconds(_chance.Next(1_000, 200_000_000));
    }

    private bool Happens(double chance) => _chance.NextDouble() < chance;

    private T Any<T>(IReadOnlyList<T> several) => several[_chance.Next(several.Count)];
}
