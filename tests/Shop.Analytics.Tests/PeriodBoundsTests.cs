using Microsoft.Extensions.Time.Testing;
using Shop.Web;

namespace Shop.Analytics.Tests;

/// <summary>A period that cannot be reported is rejected for its true reason.</summary>
public sealed class PeriodBoundsTests
{
    private static string Rejected(Step by, string? from, string? until) => Assert.Throws<ProblemException>(() => Of(by, from, until)).Message;

    private static Period Of(Step by, string? from, string? until) => Period.Of(
        new PeriodQuery(new Choice<Step>(by), Time(from), Time(until)), new FakeTimeProvider(new DateTimeOffset(2026, 7, 24, 8, 0, 0, TimeSpan.Zero)));

    private static UtcTime? Time(string? text) => text is null ? null : UtcTime.TryParse(text, out var time) ? time : throw new FormatException(text);

    [Fact]
    public void From_the_year_1_by_day_has_too_many_steps() =>
        Assert.StartsWith("It has 739820 steps", Rejected(Step.Day, "0001-01-01T00:00:00Z", null), StringComparison.Ordinal);

    [Fact]
    public void A_period_without_length_ends_before_it_begins() =>
        Assert.Equal("It ends before it begins.", Rejected(Step.Day, "2026-07-24T07:00:00Z", "2026-07-24T07:00:00Z"));

    [Fact]
    public void The_default_start_may_be_before_the_first_day() =>
        Assert.Equal("It begins before the year 1.", Rejected(Step.Day, null, "0001-01-02T00:00:00Z"));

    [Fact]
    public void A_period_before_1970_begins_at_a_whole_step()
    {
        var period = Of(Step.Day, "1960-05-05T13:00:00Z", "1960-05-07T00:00:00Z");
        Assert.Equal(new DateTime(1960, 5, 5, 0, 0, 0, DateTimeKind.Utc), TimeColumn.Utc(period.From));
    }
}
