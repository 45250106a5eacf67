using System.Text;

namespace Shop.EventPatterns;

/// <summary>
/// The characters of a JSON string without its escapes. An escaped lone surrogate (\ud83c) has no UTF-8; it is stored as the three bytes
/// that the formula gives, so that it equals itself and nothing else.
/// </summary>
internal static class JsonText
{
    /// <summary>Writes the characters and returns how many bytes they took: never more than <paramref name="raw"/> has.</summary>
    public static int Unescape(ReadOnlySpan<byte> raw, Span<byte> characters)
    {
        int read = 0, written = 0;
        while (read < raw.Length)
        {
            if (raw[read] != '\\')
                characters[written++] = raw[read++];
            else if (raw[read + 1] == 'u')
                written += WriteUtf8(TakeCodePoint(raw, ref read), characters[written..]);
            else
            {
                characters[written++] = Unescape(raw[read + 1]);
                read += 2;
            }
        }
        return written;
    }

    /// <summary>The characters of a string that a scanner has taken from <paramref name="text"/>.</summary>
    public static byte[] Characters(ReadOnlySpan<byte> text, JsonString taken)
    {
        var raw = text.Slice(taken.Start, taken.Length);
        if (!taken.Escaped)
            return raw.ToArray();
        var characters = new byte[raw.Length];
        return characters[..Unescape(raw, characters)];
    }

    private static byte Unescape(byte message) => message switch
    {
        (byte)'b' => (byte)'\b',
        (byte)'f' => (byte)'\f',
        (byte)'n' => (byte)'\n',
        (byte)'r' => (byte)'\r',
        (byte)'t' => (byte)'\t',
        _ => message,
    };

    private static int TakeCodePoint(ReadOnlySpan<byte> raw, ref int read)
    {
        var first = TakeUnit(raw, ref read);
        if (!char.IsHighSurrogate((char)first) || !raw[read..].StartsWith("\\u"u8))
            return first;
        var next = read;
        var second = TakeUnit(raw, ref next);
        if (!char.IsLowSurrogate((char)second))
            return first;
        read = next;
        return char.ConvertToUtf32((char)first, (char)second);
    }

    private static int TakeUnit(ReadOnlySpan<byte> raw, ref int read)
    {
        var unit = 0;
        foreach (var digit in raw.Slice(read + 2, 4))
            unit = (unit << 4) | (char.IsAsciiDigit((char)digit) ? digit - (byte)'0' : (digit | 0x20) - (byte)'a' + 10);
        read += 6;
        return unit;
    }

    private static int WriteUtf8(int codePoint, Span<byte> bytes)
    {
        if (Rune.IsValid(codePoint))
            return new Rune(codePoint).EncodeToUtf8(bytes);
        bytes[0] = (byte)(0xE0 | (codePoint >> 12));
        bytes[1] = (byte)(0x80 | ((codePoint >> 6) & 0x3F));
        bytes[2] = (byte)(0x80 | (codePoint & 0x3F));
        return 3;
    }
}
