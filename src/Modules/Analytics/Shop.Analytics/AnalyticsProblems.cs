using Shop.Web;

namespace Shop.Analytics;

/// <summary>Problem codes of analytics.</summary>
internal static class AnalyticsProblems
{
    public static readonly ProblemCode PeriodInvalid = new("period_invalid", 400, "The period cannot be reported",
        "A report covers the time from `from` to `until` by minute, hour or day, in at most 1,500 steps. Use a shorter period or longer "
            + "steps.");

    public static readonly ProblemCode RebuildRejected = new("rebuild_refused", 409, "The figures cannot be rebuilt here",
        "The archives are incomplete or not hosted by this process, or a rebuild is already running. Nothing was changed; the detail "
            + "says why.");
}
