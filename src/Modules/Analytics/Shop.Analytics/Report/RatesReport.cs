using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace Shop.Analytics;

/// <summary>Failure rates in a time step; a rate is null without attempts.</summary>
/// <param name="At">The start of the step, UTC.</param>
/// <param name="Payments">Payments processed or declined.</param>
/// <param name="Declined">Declined payments.</param>
/// <param name="DeclineRate">Their share, 0 to 1.</param>
/// <param name="Reservations">Reservations made or refused.</param>
/// <param name="OutOfStock">Refused reservations.</param>
/// <param name="OutOfStockRate">Their share, 0 to 1.</param>
internal sealed record Rates(
    DateTime At, long Payments, long Declined, double? DeclineRate, long Reservations, long OutOfStock, double? OutOfStockRate);

internal static class RatesReport
{
    private const string Sql = """
        select at - at % @bucket as bucket,
               count(case when attempted = 'payment' then 1 end), count(case when attempted = 'payment' and failed = 1 then 1 end),
               count(case when attempted = 'reservation' then 1 end), count(case when attempted = 'reservation' and failed = 1 then 1 end)
          from (select 'payment' as attempted, 0 as failed, paid_at as at from orders union all
                select 'payment', 1, declined_at from orders union all
                select 'reservation', 0, reserved_at from orders union all
                select 'reservation', 1, out_of_stock_at from orders) as attempts
         where at >= @from and at < @until
         group by 1 order by 1
        """;

    public static void Map(IEndpointRouteBuilder routes) =>
        Reports.Map(routes, "rates", Handle, "Rates of declined payments and stock shortages",
        "As a share of the attempts in each step, 0 to 1.");

    private static async Task<Ok<Report<Rates>>> Handle(
        [AsParameters] PeriodQuery query, TimeProvider clock, AnalyticsDb db, CancellationToken ct)
    {
        var period = Period.Of(query, clock);
        return TypedResults.Ok(Report<Rates>.Of(period, await db.Query(Sql, period, row => new Rates(
            row.Time(0), row.GetInt64(1), row.GetInt64(2), Reports.Share(row.GetInt64(2), row.GetInt64(1)),
            row.GetInt64(3), row.GetInt64(4), Reports.Share(row.GetInt64(4), row.GetInt64(3))), ct)));
    }
}
