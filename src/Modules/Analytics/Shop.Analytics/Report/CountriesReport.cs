using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace Shop.Analytics;

/// <summary>Orders created in a time step, per country and currency.</summary>
/// <param name="At">The start of the step, UTC.</param>
/// <param name="Country">ISO 3166-1 alpha-2.</param>
/// <param name="Currency">ISO 4217.</param>
/// <param name="Orders">The number of orders.</param>
/// <param name="Confirmed">How many of them are confirmed by now.</param>
/// <param name="Total">Their total, in minor units.</param>
internal sealed record CountryCounts(DateTime At, string Country, string Currency, long Orders, long Confirmed, long Total);

internal static class CountriesReport
{
    private const string Sql = """
        select created_at - created_at % @bucket as bucket, country, currency, count(*), count(confirmed_at), cast(sum(total) as bigint)
          from orders where created_at >= @from and created_at < @until
         group by 1, country, currency order by 1, 4 desc, country, currency
        """;

    public static void Map(IEndpointRouteBuilder routes) => Reports.Map(routes, "countries", Handle, "Orders by country",
        "Orders created in each step, by country and currency, largest first.");

    private static async Task<Ok<Report<CountryCounts>>> Handle(
        [AsParameters] PeriodQuery query, TimeProvider clock, AnalyticsDb db, CancellationToken ct)
    {
        var period = Period.Of(query, clock);
        return TypedResults.Ok(Report<CountryCounts>.Of(period, await db.Query(Sql, period, row => new CountryCounts(
            row.Time(0), row.GetString(1), row.GetString(2), row.GetInt64(3), row.GetInt64(4), row.GetInt64(5)), ct)));
    }
}
