using Shop.Web;

namespace Shop.Analytics;

/// <summary>What analytics refuses.</summary>
internal static class AnalyticsProblems
{
    public static readonly ProblemCode PeriodInvalid = new("period_invalid", 400, "The period cannot be reported",
        "A report covers from until until, by minute, hour or day, in at most 1,500 steps. Take a shorter time or longer steps.");

    public static readonly ProblemCode RebuildRejected = new("rebuild_refused", 409, "The figures cannot be rebuilt here",
        "The archives that the figures are rebuilt from are not complete or not in this process, or a rebuild is under way. Nothing was changed; the detail says why.");
}
