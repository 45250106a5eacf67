namespace Shop.EventPatterns;

/// <summary>
/// A decimal number without sign, leading and trailing zeros: how many significant digits it has, and the power of ten that its first
/// digit stands for.
/// </summary>
internal readonly record struct ShortDecimal(int Digits, int Exponent)
{
    /// <summary>No double needs more than 17 digits.</summary>
    public const int MostDigits = 17;

    /// <summary>Reads a JSON number; false when it has more significant digits than any double's shortest decimal.</summary>
    public static bool TryRead(ReadOnlySpan<byte> number, Span<byte> digits, out ShortDecimal read)
    {
        int count = 0, pendingZeros = 0, wholeDigits = 0, i = number.Length > 0 && number[0] == '-' ? 1 : 0;
        var (inFraction, leading) = (false, 0);
        read = default;
        for (; i < number.Length && (number[i] | 0x20) != 'e'; i++)
        {
            var digit = number[i];
            if (digit == '.')
            {
                inFraction = true;
                continue;
            }
            if (!inFraction && (count > 0 || digit != '0'))
                wholeDigits++;
            if (digit == '0')
            {
                if (count > 0)
                    pendingZeros++;
                else if (inFraction)
                    leading++;
                continue;
            }
            if (count + pendingZeros >= MostDigits)
                return false;
            for (; pendingZeros > 0; pendingZeros--)
                digits[count++] = (byte)'0';
            digits[count++] = digit;
        }
        if (count > 0)
            read = new ShortDecimal(count, (wholeDigits > 0 ? wholeDigits - 1 : -1 - leading) + ExponentAfter(number, i));
        return true;
    }

    // More than six digits of exponent are beyond every double; the sum must not overflow.
    private static int ExponentAfter(ReadOnlySpan<byte> number, int message)
    {
        if (message >= number.Length)
            return 0;
        var exponent = 0;
        var negative = number[message + 1] == '-';
        for (var i = number[message + 1] is (byte)'-' or (byte)'+' ? message + 2 : message + 1; i < number.Length; i++)
            exponent = Math.Min(1_000_000, exponent * 10 + number[i] - '0');
        return negative ? -exponent : exponent;
    }
}
