using System.Globalization;
using System.Text.RegularExpressions;

namespace Shop;

/// <summary>
/// Reads times as RFC 3339 writes them; seconds may be left out. .NET's own parser also takes <c>05/01/2026</c>, and reads a time without an
/// offset in the zone of the machine. Compiled into each program that reads times.
/// </summary>
internal static partial class Rfc3339
{
    /// <summary>What is accepted, as the rest of a sentence.</summary>
    public const string Form = "a time with its offset from UTC, such as 2026-01-31T12:00:00Z (RFC 3339)";

    /// <summary>Reads a time with its offset.</summary>
    public static bool TryParse(string? text, out DateTimeOffset time)
    {
        time = default;
        return text is not null && Time().IsMatch(text)
            && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.None, out time);
    }

    /// <summary>Reads a time with its offset, or a date, which stands for its first moment in UTC.</summary>
    public static bool TryParseTimeOrDate(string? text, out DateTimeOffset time) => TryParse(text, out time)
        || DateTimeOffset.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out time);

    [GeneratedRegex(@"^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}(:[0-9]{2}(\.[0-9]{1,9})?)?(Z|[+-][0-9]{2}:[0-9]{2})\z", RegexOptions.IgnoreCase)]
    private static partial Regex Time();
}
