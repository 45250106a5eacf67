using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace Shop.Analytics;

/// <summary>What happened to orders in a time step; each event counts at its own time.</summary>
/// <param name="At">The start of the time step, UTC.</param>
/// <param name="Created">Orders placed.</param>
/// <param name="Reserved">Orders whose stock was reserved.</param>
/// <param name="OutOfStock">Orders that lacked stock.</param>
/// <param name="Paid">Orders whose payment was authorised.</param>
/// <param name="Declined">Orders whose payment was declined.</param>
/// <param name="Confirmed">Orders confirmed.</param>
/// <param name="Shipped">Orders shipped.</param>
/// <param name="Delivered">Orders delivered.</param>
/// <param name="Cancelled">Orders cancelled.</param>
internal sealed record OrderCounts(
    DateTime At, long Created, long Reserved, long OutOfStock, long Paid, long Declined, long Confirmed, long Shipped, long Delivered,
    long Cancelled);

internal static class OrdersReport
{
    private static readonly string[] Actions =
        ["created", "reserved", "out_of_stock", "paid", "declined", "confirmed", "shipped", "delivered", "cancelled"];

    private static readonly string Sql = $"""
        select at - at % @bucket as bucket,
               {string.Join(", ", Actions.Select(action => $"count(case when action = '{action}' then 1 end)"))}
          from ({string.Join(" union all ", Actions.Select(action => $"select '{action}' as action, {action}_at as at from orders"))}
               ) as happened
         where at >= @from and at < @until
         group by 1 order by 1
        """;

    public static void Map(IEndpointRouteBuilder routes) => Reports.Map(routes, "orders", Handle, "Orders created, paid, shipped …",
        "Each counts at the time of its own event, so an order created yesterday and shipped today counts in yesterday's created and "
            + "today's shipped.");

    private static async Task<Ok<Report<OrderCounts>>> Handle(
        [AsParameters] PeriodQuery query, TimeProvider clock, AnalyticsDb db, CancellationToken ct)
    {
        var period = Period.Of(query, clock);
        return TypedResults.Ok(Report<OrderCounts>.Of(period, await Read(db, period, ct)));
    }

    public static Task<IReadOnlyList<OrderCounts>> Read(AnalyticsDb db, Period period, CancellationToken ct) =>
        db.Query(Sql, period, row => new OrderCounts(
        row.Time(0), row.GetInt64(1), row.GetInt64(2), row.GetInt64(3), row.GetInt64(4), row.GetInt64(5),
        row.GetInt64(6), row.GetInt64(7), row.GetInt64(8), row.GetInt64(9)), ct);
}
