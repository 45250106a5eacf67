using System.Data.Common;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Shop.Web;

namespace Shop.Analytics;

/// <summary>What all reports have in common.</summary>
internal static class Reports
{
    /// <summary>Maps a report under <c>/ops/analytics</c>.</summary>
    public static void Map(IEndpointRouteBuilder routes, string name, Delegate handler, string summary, string description) =>
        routes.MapGet($"/ops/analytics/{name}", handler)
            .WithName($"Report{char.ToUpperInvariant(name[0])}{name[1..]}").WithTags("Analytics").WithSummary(summary).WithDescription(description)
            .ProducesProblems(AnalyticsProblems.PeriodInvalid);

    /// <summary>When the row's step begins, UTC.</summary>
    public static DateTime Time(this DbDataReader row, int column) => TimeColumn.Utc(row.GetInt64(column));

    /// <summary>A part of a whole; null when there is no whole.</summary>
    public static double? Share(long part, long whole) => whole == 0 ? null : Math.Round((double)part / whole, 4);
}
