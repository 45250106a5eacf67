namespace Shop.Messaging.Kernel;

/// <summary>Event ids are UUIDv7 (RFC 9562): a range of time is a range of ids, and needs no index of its own.</summary>
internal static class EventIds
{
    /// <summary>When a UUIDv7 was made, by its maker's clock, to the millisecond.</summary>
    public static DateTimeOffset TimeOf(Guid id) => DateTimeOffset.FromUnixTimeMilliseconds(Convert.ToInt64(id.ToString("N")[..12], 16));

    /// <summary>The smallest id that an event of that time or later can have.</summary>
    public static Guid FirstAt(DateTime utc)
    {
        Span<byte> bytes = stackalloc byte[16];
        var milliseconds = Math.Max(0, new DateTimeOffset(utc.ToUniversalTime()).ToUnixTimeMilliseconds());      // no id is older than 1970
        for (var i = 5; i >= 0; i--, milliseconds >>= 8)
            bytes[i] = (byte)milliseconds;
        bytes[6] = 0x70;
        bytes[8] = 0x80;
        return new Guid(bytes, bigEndian: true);
    }
}
