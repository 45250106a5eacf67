using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace Shop.Analytics;

/// <summary>How often orders fail in a step of time; a rate is null when nothing was tried.</summary>
/// <param name="At">When the step begins, UTC.</param>
/// <param name="Payments">Payments that were processed or declined.</param>
/// <param name="Declined">Those that were declined.</param>
/// <param name="DeclineRate">The part of them, 0 to 1.</param>
/// <param name="Reservations">Reservations that were made or refused.</param>
/// <param name="OutOfStock">Those that were refused.</param>
/// <param name="OutOfStockRate">The part of them, 0 to 1.</param>
internal sealed record Rates(DateTime At, long Payments, long Declined, double? DeclineRate, long Reservations, long OutOfStock, double? OutOfStockRate);

internal static class RatesReport
{
    private const string Sql = """
        select at - at % @bucket as bucket,
               count(case when tried = 'payment' then 1 end), count(case when tried = 'payment' and failed = 1 then 1 end),
               count(case when tried = 'reservation' then 1 end), count(case when tried = 'reservation' and failed = 1 then 1 end)
          from (select 'payment' as tried, 0 as failed, paid_at as at from orders union all
                select 'payment', 1, declined_at from orders union all
                select 'reservation', 0, reserved_at from orders union all
                select 'reservation', 1, out_of_stock_at from orders) as tries
         where at >= @from and at < @until
         group by 1 order by 1
        """;

    public static void Map(IEndpointRouteBuilder routes) => Reports.Map(routes, "rates", Handle, "How often payments are declined and stock is missing",
        "A part of what was tried in that step, 0 to 1.");

    private static async Task<Ok<Report<Rates>>> Handle([AsParameters] PeriodQuery query, TimeProvider clock, AnalyticsDb db, CancellationToken ct)
    {
        var period = Period.Of(query, clock);
        return TypedResults.Ok(Report<Rates>.Of(period, await db.Query(Sql, period, row => new Rates(
            row.Time(0), row.GetInt64(1), row.GetInt64(2), Reports.Share(row.GetInt64(2), row.GetInt64(1)),
            row.GetInt64(3), row.GetInt64(4), Reports.Share(row.GetInt64(4), row.GetInt64(3))), ct)));
    }
}
