using Shop.Events;
using Shop.Inventory.Contracts;
using Shop.Orders.Contracts;
using Shop.Payments.Contracts;
using Shop.Shipping.Contracts;

namespace Shop.Analytics.Tests;

/// <summary>
/// A simple reference implementation of the reports over all published events. A repeated event counts at its first occurrence.
/// </summary>
internal sealed class ReferenceReports
{
    private static readonly (Type From, string FromName, Type To, string ToName)[] Ways =
    [
        (typeof(OrderCreated), "created", typeof(InventoryReserved), "reserved"),
        (typeof(InventoryReserved), "reserved", typeof(PaymentProcessed), "paid"),
        (typeof(PaymentProcessed), "paid", typeof(OrderConfirmed), "confirmed"),
        (typeof(OrderConfirmed), "confirmed", typeof(OrderShipped), "shipped"),
        (typeof(OrderShipped), "shipped", typeof(OrderDelivered), "delivered"),
        (typeof(OrderCreated), "created", typeof(OrderConfirmed), "confirmed"),
        (typeof(OrderCreated), "created", typeof(OrderDelivered), "delivered"),
    ];

    private readonly TimeSpan _step;
    private readonly Dictionary<Type, Dictionary<string, DateTime>> _first = [];
    private readonly List<OrderCreated> _created;
    private readonly List<PaymentProcessed> _paid;
    private readonly List<PaymentCaptured> _captured;
    private readonly List<(PaymentRefunded Refund, DateTime At)> _refunds;

    public ReferenceReports(IEnumerable<PublishedEvent> events, TimeSpan step)
    {
        _step = step;
        var all = events.OrderBy(one => one.At).ToList();
        foreach (var kind in all.GroupBy(one => one.Event.GetType()))
            _first[kind.Key] = kind.GroupBy(one => one.Event.Subject).ToDictionary(order => order.Key, order => order.First().At);
        _created = Distinct<OrderCreated>(all);
        _paid = Distinct<PaymentProcessed>(all);
        _captured = Distinct<PaymentCaptured>(all);
        _refunds =
            [.. all.Where(one => one.Event is PaymentRefunded).Select(one => ((PaymentRefunded)one.Event, one.At))
            .DistinctBy(one => one.Item1.RefundId)];
    }

    public IEnumerable<OrderCounts> Orders() => Steps(
        typeof(OrderCreated), typeof(InventoryReserved), typeof(InventoryReservationFailed), typeof(PaymentProcessed),
        typeof(PaymentFailed), typeof(OrderConfirmed),
        typeof(OrderShipped), typeof(OrderDelivered), typeof(OrderCancelled)).Select(at => new OrderCounts(
            at, In<OrderCreated>(at), In<InventoryReserved>(at), In<InventoryReservationFailed>(at),
            In<PaymentProcessed>(at), In<PaymentFailed>(at), In<OrderConfirmed>(at),
            In<OrderShipped>(at), In<OrderDelivered>(at), In<OrderCancelled>(at)));

    public IEnumerable<Rates> Rates() =>
        Steps(typeof(PaymentProcessed), typeof(PaymentFailed), typeof(InventoryReserved), typeof(InventoryReservationFailed)).Select(at =>
    {
        var (payments, declined) = (In<PaymentProcessed>(at) + In<PaymentFailed>(at), In<PaymentFailed>(at));
        var (reservations, missing) = (In<InventoryReserved>(at) + In<InventoryReservationFailed>(at), In<InventoryReservationFailed>(at));
        return new Rates(at, payments, declined, payments == 0 ? null : Math.Round((double)declined / payments, 4),
            reservations, missing, reservations == 0 ? null : Math.Round((double)missing / reservations, 4));
    });

    public IEnumerable<Funnel> Funnel() =>
        from order in _created
        group order.OrderId by StepOf<OrderCreated>(order.OrderId) into step
        orderby step.Key
        select new Funnel(
            step.Key, step.Count(),
            Of<InventoryReserved>(step), Of<PaymentProcessed>(step), Of<OrderConfirmed>(step), Of<OrderShipped>(step),
            Of<OrderDelivered>(step), Of<OrderCancelled>(step));

    public IEnumerable<Revenue> Revenue() =>
        from moved in _paid.Select(p => new Moved(StepOf<PaymentProcessed>(p.OrderId), p.Currency, 1, p.Amount.Minor, 0, 0))
            .Concat(_captured.Select(c => new Moved(StepOf<PaymentCaptured>(c.OrderId), c.Currency, 0, 0, c.Amount.Minor, 0)))
            .Concat(_refunds.Select(r => new Moved(StepAt(r.At), r.Refund.Currency, 0, 0, 0, r.Refund.Amount.Minor)))
        group moved by (moved.At, moved.Currency) into step
        let orders = step.Sum(m => m.Orders)
        let paid = step.Sum(m => m.Paid)
        let captured = step.Sum(m => m.Captured)
        let refunded = step.Sum(m => m.Refunded)
        orderby step.Key.At, step.Key.Currency
        select new Revenue(
            step.Key.At, step.Key.Currency, orders, paid, orders == 0
            ? null : (long)Math.Round((decimal)paid / orders, MidpointRounding.AwayFromZero),
            captured, refunded, captured - refunded);

    public IEnumerable<CountryCounts> Countries() =>
        from order in _created
        group order by (At: StepOf<OrderCreated>(order.OrderId), order.ShippingAddress.Country, order.Currency) into step
        orderby step.Key.At, step.Count() descending, step.Key.Country, step.Key.Currency
        select new CountryCounts(
            step.Key.At, step.Key.Country, step.Key.Currency, step.Count(), Of<OrderConfirmed>(step.Select(o => o.OrderId)),
            step.Sum(o => o.TotalAmount.Minor));

    public IEnumerable<ProductCounts> Products(int top) =>
        from order in _created
        from item in order.Items
        group item.Quantity by (At: StepOf<OrderCreated>(order.OrderId), item.ProductId) into product
        group (product.Key.ProductId, Orders: product.Count(), Quantity: product.Sum()) by product.Key.At into step
        orderby step.Key
        from ranked in step.OrderByDescending(p => p.Quantity).ThenBy(p => p.ProductId, StringComparer.Ordinal).Take(top)
            .Select((p, place) => (p, place))
        select new ProductCounts(step.Key, ranked.place + 1, ranked.p.ProductId, ranked.p.Orders, ranked.p.Quantity);

    public IEnumerable<Times> Times() =>
        from way in Ways.Select((way, number) => (way, number))
        from order in First(way.way.To)
        where First(way.way.From).ContainsKey(order.Key)
        group (order.Value - First(way.way.From)[order.Key]).TotalMicroseconds / 1_000 by (
            At: StepAt(order.Value), way.number, From: way.way.FromName, To: way.way.ToName) into step
        orderby step.Key.At, step.Key.number
        let sorted = step.Order().ToList()
        select new Times(step.Key.At, step.Key.From, step.Key.To, sorted.Count, Rank(sorted, 0.50), Rank(sorted, 0.95), Rank(sorted, 0.99));

    private static double Rank(List<double> sorted, double part) => sorted[(int)Math.Ceiling((decimal)part * sorted.Count) - 1];

    private static List<TEvent> Distinct<TEvent>(IEnumerable<PublishedEvent> all)
        where TEvent : IEvent => [.. all.Select(one => one.Event).OfType<TEvent>().DistinctBy(published => published.Subject)];

    private Dictionary<string, DateTime> First(Type kind) => _first.GetValueOrDefault(kind) ?? [];

    private IEnumerable<DateTime> Steps(params Type[] kinds) =>
        kinds.SelectMany(kind => First(kind).Values).Select(StepAt).Distinct().Order();

    private long In<TEvent>(DateTime step) => First(typeof(TEvent)).Values.Count(at => StepAt(at) == step);

    private long Of<TEvent>(IEnumerable<string> orders) => orders.Count(First(typeof(TEvent)).ContainsKey);

    private DateTime StepOf<TEvent>(string order) => StepAt(First(typeof(TEvent))[order]);

    private DateTime StepAt(DateTime at) => new(at.Ticks - at.Ticks % _step.Ticks, DateTimeKind.Utc);

    private sealed record Moved(DateTime At, string Currency, int Orders, long Paid, long Captured, long Refunded);
}
