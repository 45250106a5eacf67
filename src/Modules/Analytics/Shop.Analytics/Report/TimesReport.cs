using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace Shop.Analytics;

/// <summary>How long orders took from one step of their process to another.</summary>
/// <param name="At">When the step of time begins, UTC.</param>
/// <param name="From">Where it is measured from: <c>created</c>.</param>
/// <param name="To">And to; an order counts at the time that it came here.</param>
/// <param name="Orders">How many did.</param>
/// <param name="P50">Milliseconds that half of them took at the most.</param>
/// <param name="P95">Milliseconds that 95 % took at the most.</param>
/// <param name="P99">Milliseconds that 99 % took at the most.</param>
internal sealed record Times(DateTime At, string From, string To, long Orders, double P50, double P95, double P99);

internal static class TimesReport
{
    private static readonly (string From, string To)[] Spans =
    [
        ("created", "reserved"), ("reserved", "paid"), ("paid", "confirmed"), ("confirmed", "shipped"), ("shipped", "delivered"),
        ("created", "confirmed"), ("created", "delivered"),
    ];

    // Percentiles by nearest rank: the time of the order that so many per cent, rounded up, are not slower than.
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

    public static void Map(IEndpointRouteBuilder routes) => Reports.Map(routes, "times", Handle, "How long orders take from step to step",
        "Percentiles in milliseconds, between the times at which the events were said.");

    private static async Task<Ok<Report<Times>>> Handle([AsParameters] PeriodQuery query, TimeProvider clock, AnalyticsDb db, CancellationToken ct)
    {
        var period = Period.Of(query, clock);
        return TypedResults.Ok(Report<Times>.Of(period, await db.Query(Sql, period, row =>
        {
            var (from, to) = Spans[row.GetInt32(1)];
            return new Times(row.Time(0), from, to, row.GetInt64(2), Milliseconds(row.GetInt64(3)), Milliseconds(row.GetInt64(4)), Milliseconds(row.GetInt64(5)));
        }, ct)));
    }

    private static double Milliseconds(long microseconds) => microseconds / 1_000.0;
}
