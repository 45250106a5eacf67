namespace Shop.Web;

/// <summary>A time as a query parameter: RFC 3339 with an offset, or a date, which stands for its first moment in UTC.</summary>
/// <param name="Value">The time.</param>
public readonly record struct UtcTime(DateTimeOffset Value)
{
    /// <summary>Reads a time; false when it is anything else, such as a time without an offset.</summary>
    public static bool TryParse(string? text, out UtcTime time)
    {
        var isTime = Rfc3339.TryParseTimeOrDate(text, out var value);
        time = new UtcTime(value);
        return isTime;
    }
}
