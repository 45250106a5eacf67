using System.Text;

namespace Shop.Web;

/// <summary>Turns System.Text.Json's path (<c>$.items[0]['a.b']</c>) into a JSON pointer (RFC 6901: <c>/items/0/a.b</c>).</summary>
internal static class JsonPointer
{
    /// <summary>The pointer that these segments make; empty for the whole document.</summary>
    public static string Of(IEnumerable<string> segments)
    {
        var pointer = new StringBuilder();
        foreach (var segment in segments)
            pointer.Append('/').Append(segment.Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal));
        return pointer.ToString();
    }

    /// <summary>The member names and indexes of a path. A path of any other form yields what could be read of it.</summary>
    public static List<string> SegmentsOf(string? path)
    {
        var segments = new List<string>();
        var rest = (path ?? "$").AsSpan().TrimStart('$');
        while (rest.Length > 0)
        {
            var (start, end, skip) = Bounds(rest);
            segments.Add(rest[start..end].ToString());
            rest = rest[Math.Min(end + skip, rest.Length)..];
        }
        return segments;
    }

    private static (int Start, int End, int Skip) Bounds(ReadOnlySpan<char> rest)
    {
        if (rest.StartsWith("['"))
            return (2, EndOfQuoted(rest), 2);
        if (rest[0] == '[')
            return (1, OrEnd(rest.IndexOf(']'), rest), 1);
        return (1, OrEnd(rest[1..].IndexOfAny('.', '['), rest, 1), 0);
    }

    // The path does not escape a quote inside a name; the name ends where a further segment or nothing follows.
    private static int EndOfQuoted(ReadOnlySpan<char> rest)
    {
        for (var i = 2; i + 1 < rest.Length; i++)
            if (rest[i] == '\'' && rest[i + 1] == ']' && (i + 2 == rest.Length || rest[i + 2] is '.' or '['))
                return i;
        return rest.Length;
    }

    private static int OrEnd(int index, ReadOnlySpan<char> rest, int offset = 0) => index < 0 ? rest.Length : index + offset;
}
