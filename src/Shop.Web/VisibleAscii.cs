namespace Shop.Web;

/// <summary>The characters that a header value may have here: no space, no control character, nothing outside ASCII.</summary>
internal static class VisibleAscii
{
    public static bool Only(ReadOnlySpan<char> text) => !text.ContainsAnyExceptInRange('!', '~');
}
