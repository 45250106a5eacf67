using Shop.Events;
using Shop.Inventory.Contracts;
using Shop.Orders.Contracts;
using Shop.Payments.Contracts;
using Shop.Shipping.Contracts;
using Shop.Testing;

namespace Shop.Analytics.Tests;

/// <summary>A published event and its time.</summary>
internal sealed record PublishedEvent(IEvent Event, DateTime At, Guid EventId)
{
    public Envelope Envelope => Envelopes.Of(Event, EventId, At);
}

/// <summary>Generates the events of random orders within three days: some complete, some fail at each step, some are returned.</summary>
internal sealed class GeneratedEvents(int seed)
{
    private static readonly string[] Countries = ["US", "DE", "FR"];
    private static readonly string[] Currencies = ["USD", "EUR", "GBP"];

    private readonly Random _random = new(seed);
    private readonly List<PublishedEvent> _published = [];
    private DateTime _now;

    public static DateTime FirstDay { get; } = new(2026, 3, 1, 0, 0, 0, DateTimeKind.Utc);

    public IReadOnlyList<PublishedEvent> Of(int orders)
    {
        for (var i = 0; i < orders; i++)
            Life($"ORD-{seed}-{i}");
        return _published;
    }

    /// <summary>The same events shuffled, with duplicates and with later repetitions under other ids.</summary>
    public IReadOnlyList<PublishedEvent> Shuffled(IReadOnlyList<PublishedEvent> events)
    {
        var again = events.Where(_ => Happens(0.2)).ToList();
        var repeated = events.Where(one => one.Event is not PaymentRefunded && Happens(0.1))
            .Select(one => one with { At = one.At.AddMinutes(7), EventId = Guid.CreateVersion7() });
        var all = events.Concat(again).Concat(repeated).ToArray();
        _random.Shuffle(all);
        return all;
    }

    private void Life(string order)
    {
        var (currency, country) = (Any(Currencies), Any(Countries));
        var items = Enumerable.Range(1, _random.Next(1, 4))
            .Select(n => new OrderItem($"PRD-{n * _random.Next(1, 4)}", _random.Next(1, 5), new Money(_random.Next(100, 20_000))))
            .DistinctBy(item => item.ProductId).ToList();
        var total = items.Aggregate(new Money(0), (sum, item) => sum + item.Price * item.Quantity);
        _now = FirstDay.AddMicroseconds(_random.NextInt64(0, (long)TimeSpan.FromDays(2).TotalMicroseconds));

        Publish(new OrderCreated(
            order, "CUST-1", "ada@example.com", items, total, currency, new ShippingAddress(country, "", "Town", "1")));
        if (Happens(0.1))
            Publish(new InventoryReservationFailed(order, "too few", []));
        else
            AfterReservation(order, total, currency);
    }

    private void AfterReservation(string order, Money total, string currency)
    {
        Publish(new InventoryReserved(order, []));
        if (Happens(0.15))
        {
            Publish(new PaymentFailed(order, "card_declined"));
            Publish(Cancelled(order, "payment_declined", total, currency));
            return;
        }
        Publish(new PaymentProcessed(order, "pay_1", total, currency));
        Publish(new OrderConfirmed(order, "CUST-1", "ada@example.com", total, currency));
        if (Happens(0.1))
            Publish(Cancelled(order, "customer_request", total, currency));
        else
            AfterConfirmation(order, total, currency);
    }

    private void AfterConfirmation(string order, Money total, string currency)
    {
        if (Happens(0.2))
            return;
        Publish(new OrderShipped(order, "CUST-1", "ada@example.com", "SHP-1", "Parcels", "P1", "https://parcels.example/P1"));
        Publish(new PaymentCaptured(order, "pay_1", total, currency));
        if (Happens(0.8))
            Publish(new OrderDelivered(order, "CUST-1", "ada@example.com", "SHP-1", _now));
        for (var part = 0; part < 2 && Happens(0.2); part++)
            Publish(new PaymentRefunded(order, "pay_1", new Money(100 + part), currency, $"RET-{order}-{part}"));
    }

    private static OrderCancelled Cancelled(string order, string reason, Money total, string currency) =>
        new(order, "CUST-1", "ada@example.com", reason, total, currency);

    private void Publish(IEvent published)
    {
        _published.Add(new PublishedEvent(published, _now, Guid.CreateVersion7()));
        _now = _now.AddMicroseconds(_random.Next(1_000, 200_000_000));
    }

    private bool Happens(double chance) => _random.NextDouble() < chance;

    private T Any<T>(IReadOnlyList<T> several) => several[_random.Next(several.Count)];
}
