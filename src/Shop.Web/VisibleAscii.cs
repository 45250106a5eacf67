namespace Shop.Web;

/// <summary>The characters allowed in header values: ASCII without spaces and control characters.</summary>
internal static class VisibleAscii
{
    public static bool Only(ReadOnlySpan<char> text) => !text.ContainsAnyExceptInRange('!', '~');
}
