using System.Globalization;

namespace Shop.EventPatterns;

/// <summary>
/// When a JSON number is a number to EventBridge: when its text is exactly the shortest decimal of a double. 9007199254740993 and 1e400
/// are not: they are texts, equal only to themselves.
/// </summary>
internal static class JsonNumber
{
    // A decimal of at most 15 digits within this range is always the shortest of its double, so nothing need be written out to compare.
    private const int AlwaysExactDigits = 15;
    private const int AlwaysExactExponent = 290;

    private static readonly double[] PowersOfTen = [1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15];

    /// <summary>
    /// Reads a number of at most 15 digits without exponent, as amounts and counts are: both its digits and the power of ten that divides
    /// them are exact doubles, so one division rounds right, and it is always exactly the shortest decimal.
    /// </summary>
    public static bool TryReadShort(ReadOnlySpan<byte> text, out double value)
    {
        long digits = 0;
        int count = 0, point = -1;
        value = 0;
        foreach (var octet in text[0] == '-' ? text[1..] : text)
        {
            if (octet == '.')
                point = count;
            else if (!char.IsAsciiDigit((char)octet) || ++count > AlwaysExactDigits)
                return false;
            else
                digits = digits * 10 + (octet - '0');
        }
        if (digits != 0)
            value = (text[0] == '-' ? -digits : digits) / PowersOfTen[point < 0 ? 0 : count - point];
        return true;
    }

    /// <summary>The nearest double; infinite when the number is out of range.</summary>
    public static double Nearest(ReadOnlySpan<byte> text)
    {
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value);
        return value == 0 ? 0 : value;
    }

    public static bool TryParse(ReadOnlySpan<byte> text, out double value)
    {
        value = Nearest(text);
        return IsExact(text, value);
    }

    /// <summary>Whether <paramref name="text"/> is exactly the shortest decimal of <paramref name="nearest"/>.</summary>
    public static bool IsExact(ReadOnlySpan<byte> text, double nearest)
    {
        if (!double.IsFinite(nearest))
            return false;
        Span<byte> digits = stackalloc byte[ShortDecimal.MostDigits];
        if (!ShortDecimal.TryRead(text, digits, out var decimalOfText))
            return false;
        if (decimalOfText.Digits == 0)
            return true;
        if (decimalOfText.Digits <= AlwaysExactDigits && Math.Abs(decimalOfText.Exponent) < AlwaysExactExponent)
            return true;
        return nearest != 0 && IsShortest(digits[..decimalOfText.Digits], decimalOfText, nearest);
    }

    private static bool IsShortest(ReadOnlySpan<byte> digits, ShortDecimal decimalOfText, double nearest)
    {
        Span<byte> written = stackalloc byte[32];
        Span<byte> shortestDigits = stackalloc byte[ShortDecimal.MostDigits];
        nearest.TryFormat(written, out var length, "R", CultureInfo.InvariantCulture);
        return ShortDecimal.TryRead(written[..length], shortestDigits, out var shortest)
            && shortest == decimalOfText && shortestDigits[..shortest.Digits].SequenceEqual(digits);
    }
}
