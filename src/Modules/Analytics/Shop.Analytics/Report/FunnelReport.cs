using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace Shop.Analytics;

/// <summary>How far the orders created in a time step have come by now.</summary>
/// <param name="At">The start of the time step, UTC.</param>
/// <param name="Created">Orders placed in the step.</param>
/// <param name="Reserved">Of these, those whose stock was reserved.</param>
/// <param name="Paid">Of these, those whose payment was authorised.</param>
/// <param name="Confirmed">Of these, those that were confirmed.</param>
/// <param name="Shipped">Of these, those that were shipped.</param>
/// <param name="Delivered">Of these, those that were delivered.</param>
/// <param name="Cancelled">Of these, those that were cancelled.</param>
internal sealed record Funnel(
    DateTime At, long Created, long Reserved, long Paid, long Confirmed, long Shipped, long Delivered, long Cancelled);

internal static class FunnelReport
{
    private const string Sql = """
        select created_at - created_at % @bucket as bucket, count(*), count(reserved_at), count(paid_at), count(confirmed_at),
               count(shipped_at), count(delivered_at), count(cancelled_at)
          from orders where created_at >= @from and created_at < @until
         group by 1 order by 1
        """;

    public static void Map(IEndpointRouteBuilder routes) =>
        Reports.Map(routes, "funnel", Handle, "How far the orders of a period have come",
        "Every number counts orders created in that step, whenever they reached the state.");

    private static async Task<Ok<Report<Funnel>>> Handle(
        [AsParameters] PeriodQuery query, TimeProvider clock, AnalyticsDb db, CancellationToken ct)
    {
        var period = Period.Of(query, clock);
        return TypedResults.Ok(Report<Funnel>.Of(period, await db.Query(Sql, period, row => new Funnel(
            row.Time(0), row.GetInt64(1), row.GetInt64(2), row.GetInt64(3), row.GetInt64(4), row.GetInt64(5), row.GetInt64(6),
            row.GetInt64(7)), ct)));
    }
}
