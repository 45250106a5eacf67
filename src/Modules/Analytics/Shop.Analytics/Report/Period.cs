using System.ComponentModel;
using Shop.Web;

namespace Shop.Analytics;

/// <summary>How long the steps of a report are.</summary>
internal enum Step
{
    Minute,
    Hour,
    Day,
}

/// <summary>The time of a report, in the query.</summary>
internal sealed record PeriodQuery(
    [property: Description("minute, hour (the default) or day, in UTC.")] Choice<Step>? By,
    [property: Description("Begins then; one hour, one day or thirty days before its end when left out.")] DateTimeOffset? From,
    [property: Description("Ends before then; now when left out.")] DateTimeOffset? Until);

/// <summary>The time that a report covers, in microseconds since 1970 UTC, and the length of its steps.</summary>
internal sealed record Period(Step By, long From, long Until, long Bucket)
{
    private const int MaxSteps = 1_500;
    private const long Second = 1_000_000;

    /// <summary>As a client asks for it. Its first step is whole.</summary>
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
        var until = TimeColumn.Of((query.Until ?? clock.GetUtcNow()).UtcDateTime);
        var from = query.From is { } given ? TimeColumn.Of(given.UtcDateTime) : until - usual * length;
        from -= from % length;
        if (from < 0 || until <= from)
            throw Invalid("It ends before it begins.");
        if ((until - from) / length > MaxSteps)
            throw Invalid($"It has {(until - from) / length} steps; {MaxSteps} are the most.");
        return new Period(by, from, until, length);
    }

    /// <summary>By the hour, with a first step that need not be whole.</summary>
    public static Period Exactly(DateTime from, DateTime until) => new(Step.Hour, TimeColumn.Of(from), TimeColumn.Of(until), 3_600 * Second);

    private static ProblemException Invalid(string detail) => new(Problem.Of(AnalyticsProblems.PeriodInvalid, detail));
}

/// <summary>A report. Steps in which nothing happened are left out.</summary>
/// <param name="By">The length of its steps.</param>
/// <param name="From">When it begins, UTC.</param>
/// <param name="Until">Before when it ends, UTC.</param>
/// <param name="Items">Its rows, oldest first.</param>
internal sealed record Report<T>(Step By, DateTime From, DateTime Until, IReadOnlyList<T> Items)
{
    public static Report<T> Of(Period period, IReadOnlyList<T> items) => new(period.By, TimeColumn.Utc(period.From), TimeColumn.Utc(period.Until), items);
}
