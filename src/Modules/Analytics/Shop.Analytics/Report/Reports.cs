using System.Data.Common;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Shop.Web;

namespace Shop.Analytics;

/// <summary>Shared parts of the reports.</summary>
internal static class Reports
{
    /// <summary>Maps a report under <c>/ops/analytics</c>.</summary>
    public static void Map(IEndpointRouteBuilder routes, string name, Delegate handler, string summary, string description) =>
        routes.MapGet($"/ops/analytics/{name}", handler)
            .WithName($"Report{char.ToUpperInvariant(name[0])}{name[1..]}").WithTags("Analytics").WithSummary(summary)
            .WithDescription(description)
            .ProducesProblems(AnalyticsProblems.PeriodInvalid);

    /// <summary>The start of the row's step, UTC.</summary>
    public static DateTime Time(this DbDataReader row, int column) => TimeColumn.Utc(row.GetInt64(column));

    /// <summary>A share; null when the whole is zero.</summary>
    public static double? Share(long part, long whole) => whole == 0 ? null : Math.Round((double)part / whole, 4);
}
