using System.ComponentModel;
using Shop.Web;

namespace Shop.Analytics;

/// <summary>The step length of a report.</summary>
internal enum Step
{
    Minute,
    Hour,
    Day,
}

/// <summary>The period of a report, from the query string.</summary>
internal sealed record PeriodQuery(
    [property: Description("minute, hour (the default) or day, in UTC.")] Choice<Step>? By,
    [property: Description("The start; by default one hour, one day or thirty days before the end.")] UtcTime? From,
    [property: Description("The end, exclusive; by default now.")] UtcTime? Until);

/// <summary>The period of a report, in microseconds since 1970 UTC, and its step length.</summary>
internal sealed record Period(Step By, long From, long Until, long Bucket)
{
    private const int MaxSteps = 1_500;
    private const long Second = 1_000_000;

    /// <summary>The period of a request, rounded down to a whole first step.</summary>
    /// <exception cref="ProblemException">The period is empty or has too many steps.</exception>
    public static Period Of(PeriodQuery query, TimeProvider clock)
    {
        var by = query.By?.Value ?? Step.Hour;
        var (length, usual) = by switch
        {
            Step.Minute => (60 * Second, 60),
            Step.Hour => (3_600 * Second, 24),
            _ => (86_400 * Second, 30),
        };
        var until = TimeColumn.Of((query.Until?.Value ?? clock.GetUtcNow()).UtcDateTime);
        var from = query.From is { } given ? TimeColumn.Of(given.Value.UtcDateTime) : until - usual * length;
        if (until <= from)
            throw Invalid("It ends before it begins.");
        from -= (from % length + length) % length;      // down to a whole step, also before 1970
        if ((until - from) / length > MaxSteps)
            throw Invalid($"It has {(until - from) / length} steps; the maximum is {MaxSteps}.");
        if (from < TimeColumn.Of(DateTime.MinValue))
            throw Invalid("It begins before the year 1.");
        return new Period(by, from, until, length);
    }

    /// <summary>An hourly period whose first step may be partial.</summary>
    public static Period Exactly(DateTime from, DateTime until) =>
        new(Step.Hour, TimeColumn.Of(from), TimeColumn.Of(until), 3_600 * Second);

    private static ProblemException Invalid(string detail) => new(Problem.Of(AnalyticsProblems.PeriodInvalid, detail));
}

/// <summary>A report. Empty steps are omitted.</summary>
/// <param name="By">The step length.</param>
/// <param name="From">The start, UTC.</param>
/// <param name="Until">The end, exclusive, UTC.</param>
/// <param name="Items">Its rows, oldest first.</param>
internal sealed record Report<T>(Step By, DateTime From, DateTime Until, IReadOnlyList<T> Items)
{
    public static Report<T> Of(Period period, IReadOnlyList<T> items) =>
        new(period.By, TimeColumn.Utc(period.From), TimeColumn.Utc(period.Until), items);
}
