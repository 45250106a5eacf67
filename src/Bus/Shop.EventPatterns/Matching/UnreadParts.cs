using System.Text.Unicode;

namespace Shop.EventPatterns;

/// <summary>Checks what <see cref="EventReader"/> stepped over, once a rule matches.</summary>
internal static class UnreadParts
{
    /// <exception cref="InvalidEventException">The bytes are not one JSON object in UTF-8.</exception>
    public static void Check(ReadOnlySpan<byte> json, FlatEvent flat)
    {
        var walker = new JsonWalker(json);
        try
        {
            if (!Utf8.IsValid(json))
                walker.Fail("the text is not UTF-8", 0);
            foreach (var (position, depth) in flat.Unread)
                walker.AfterValue(position, depth);
        }
        catch (MalformedJsonException malformed)
        {
            throw new InvalidEventException(malformed.Message, malformed.Position);
        }
    }
}
