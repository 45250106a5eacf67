using System.Buffers.Text;

namespace Shop.EventPatterns;

/// <summary>
/// An IPv4 or IPv6 address, read as Java reads one: digits of an IPv4 part are decimal with or without leading zeros, and an IPv6 address
/// that maps an IPv4 one (::ffff:a00:1) is that IPv4 address. Dotted IPv6 (::ffff:10.0.0.1) is not an address to AWS's matcher.
/// </summary>
internal readonly record struct IpAddress(bool IsV6, UInt128 Bits)
{
    private const int LongestV4 = 15;
    private const int V6Groups = 8;

    public int Size => IsV6 ? 128 : 32;

    public static bool TryParse(ReadOnlySpan<byte> text, out IpAddress address)
    {
        address = default;
        if (text.IsEmpty || !(char.IsAsciiHexDigit((char)text[0]) || text[0] == ':'))
            return false;
        return text.Contains((byte)':') ? TryParseV6(text, out address) : TryParseV4(text, out address);
    }

    private static bool TryParseV4(ReadOnlySpan<byte> text, out IpAddress address)
    {
        address = default;
        if (text.Length > LongestV4)
            return false;
        uint bits = 0;
        for (var part = 0; part < 4; part++)
        {
            var end = part < 3 ? text.IndexOf((byte)'.') : text.Length;
            if (end <= 0 || text[..end].ContainsAnyExceptInRange((byte)'0', (byte)'9')
                || !Utf8Parser.TryParse(text[..end], out int number, out _) || number > byte.MaxValue)
                return false;
            bits = (bits << 8) | (uint)number;
            text = text[Math.Min(end + 1, text.Length)..];
        }
        address = new IpAddress(false, bits);
        return true;
    }

    private static bool TryParseV6(ReadOnlySpan<byte> text, out IpAddress address)
    {
        address = default;
        Span<ushort> groups = stackalloc ushort[V6Groups];
        var gap = text.IndexOf("::"u8);
        if (gap < 0)
            return TryReadGroups(text, groups, out var all) && all == V6Groups && TryJoin(groups, V6Groups, 0, out address);
        if (!TryReadGroups(text[..gap], groups, out var before) || !TryReadGroups(text[(gap + 2)..], groups[before..], out var after))
            return false;
        return before + after < V6Groups && TryJoin(groups, before, after, out address);
    }

    private static bool TryReadGroups(ReadOnlySpan<byte> text, Span<ushort> groups, out int count)
    {
        count = 0;
        while (!text.IsEmpty)
        {
            var end = text.IndexOf((byte)':');
            var group = end < 0 ? text : text[..end];
            if (count == groups.Length || end == text.Length - 1 || !TryReadGroup(group, out groups[count]))
                return false;
            count++;
            text = end < 0 ? default : text[(end + 1)..];
        }
        return true;
    }

    private static bool TryReadGroup(ReadOnlySpan<byte> text, out ushort group)
    {
        var digits = text.TrimStart((byte)'0');
        group = 0;
        return !text.IsEmpty && digits.Length <= 4
            && (digits.IsEmpty || (Utf8Parser.TryParse(digits, out group, out var read, 'x') && read == digits.Length));
    }

    private static bool TryJoin(ReadOnlySpan<ushort> groups, int before, int after, out IpAddress address)
    {
        UInt128 bits = 0;
        for (var i = 0; i < V6Groups; i++)
        {
            var fromEnd = V6Groups - i;
            var group = i < before ? groups[i] : fromEnd <= after ? groups[before + after - fromEnd] : (ushort)0;
            bits = (bits << 16) | group;
        }
        address = bits >> 32 == 0xFFFF ? new IpAddress(false, (uint)bits) : new IpAddress(true, bits);
        return true;
    }
}
