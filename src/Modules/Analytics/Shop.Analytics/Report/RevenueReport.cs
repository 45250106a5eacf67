using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace Shop.Analytics;

/// <summary>Revenue per currency in a time step, in minor units.</summary>
/// <param name="At">The start of the step, UTC.</param>
/// <param name="Currency">ISO 4217.</param>
/// <param name="Orders">Orders with an authorised payment.</param>
/// <param name="Authorised">The authorised amount.</param>
/// <param name="AverageValue">The average order value, rounded; null without orders.</param>
/// <param name="Captured">The captured amount.</param>
/// <param name="Refunded">The refunded amount, whenever it was captured.</param>
/// <param name="Net">Captured less refunded.</param>
internal sealed record Revenue(
    DateTime At, string Currency, long Orders, long Authorised, long? AverageValue, long Captured, long Refunded, long Net);

internal static class RevenueReport
{
    private const string Sql = """
        select bucket, currency, cast(sum(orders) as bigint), cast(sum(paid) as bigint),
               cast(sum(captured) as bigint), cast(sum(refunded) as bigint)
          from (select paid_at - paid_at % @bucket as bucket, currency, 1 as orders, paid, 0 as captured, 0 as refunded
                  from orders where paid_at >= @from and paid_at < @until
                 union all
                select captured_at - captured_at % @bucket, currency, 0, 0, captured, 0
                  from orders where captured_at >= @from and captured_at < @until
                 union all
                select at - at % @bucket, currency, 0, 0, 0, amount
                  from refunds where at >= @from and at < @until) as moved
         group by bucket, currency order by bucket, currency
        """;

    public static void Map(IEndpointRouteBuilder routes) =>
        Reports.Map(routes, "revenue", Handle, "Authorised, captured and refunded amounts, by currency",
        "In minor units. Currencies are not added up.");

    private static async Task<Ok<Report<Revenue>>> Handle(
        [AsParameters] PeriodQuery query, TimeProvider clock, AnalyticsDb db, CancellationToken ct)
    {
        var period = Period.Of(query, clock);
        return TypedResults.Ok(Report<Revenue>.Of(period, await Read(db, period, ct)));
    }

    public static Task<IReadOnlyList<Revenue>> Read(AnalyticsDb db, Period period, CancellationToken ct) => db.Query(Sql, period, row =>
    {
        var (orders, paid, captured, refunded) = (row.GetInt64(2), row.GetInt64(3), row.GetInt64(4), row.GetInt64(5));
        var average = orders == 0 ? (long?)null : (paid + orders / 2) / orders;
        return new Revenue(row.Time(0), row.GetString(1), orders, paid, average, captured, refunded, captured - refunded);
    }, ct);
}
