using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace Shop.Analytics;

/// <summary>How long orders took from one state to another.</summary>
/// <param name="At">The start of the time step, UTC.</param>
/// <param name="From">The start state, such as <c>created</c>.</param>
/// <param name="To">The end state; an order counts at the time it reached it.</param>
/// <param name="Orders">The number of orders.</param>
/// <param name="P50">The median duration, milliseconds.</param>
/// <param name="P95">The 95th percentile, milliseconds.</param>
/// <param name="P99">The 99th percentile, milliseconds.</param>
internal sealed record Times(DateTime At, string From, string To, long Orders, double P50, double P95, double P99);

internal static class TimesReport
{
    private static readonly (string From, string To)[] Spans =
    [
        ("created", "reserved"), ("reserved", "paid"), ("paid", "confirmed"), ("confirmed", "shipped"), ("shipped", "delivered"),
        ("created", "confirmed"), ("created", "delivered"),
    ];

    // Nearest-rank percentiles.
    private static readonly string Sql = $"""
        select bucket, way, max(orders), {Percentile(50)}, {Percentile(95)}, {Percentile(99)}
          from (select bucket, way, took, count(*) over (partition by bucket, way) as orders,
                       row_number() over (partition by bucket, way order by took) as place
                  from ({string.Join(" union all ", Spans.Select(Durations))}) as taken) as ranked
         group by bucket, way order by bucket, way
        """;

    private static string Percentile(int percent) => $"max(case when place = (orders * {percent} + 99) / 100 then took end)";

    private static string Durations((string From, string To) way, int number) => $"""
        select {way.To}_at - {way.To}_at % @bucket as bucket, {number} as way, {way.To}_at - {way.From}_at as took
          from orders where {way.To}_at >= @from and {way.To}_at < @until and {way.From}_at is not null
        """;

    public static void Map(IEndpointRouteBuilder routes) => Reports.Map(routes, "times", Handle, "How long orders take from state to state",
        "Percentiles in milliseconds, between the timestamps of the events.");

    private static async Task<Ok<Report<Times>>> Handle(
        [AsParameters] PeriodQuery query, TimeProvider clock, AnalyticsDb db, CancellationToken ct)
    {
        var period = Period.Of(query, clock);
        return TypedResults.Ok(Report<Times>.Of(period, await db.Query(Sql, period, row =>
        {
            var (from, to) = Spans[row.GetInt32(1)];
            return new Times(
                row.Time(0), from, to, row.GetInt64(2), Milliseconds(row.GetInt64(3)), Milliseconds(row.GetInt64(4)),
                Milliseconds(row.GetInt64(5)));
        }, ct)));
    }

    private static double Milliseconds(long microseconds) => microseconds / 1_000.0;
}
