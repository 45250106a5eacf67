namespace Shop.EventPatterns;

/// <summary>
/// An event pattern that Amazon EventBridge rejects, or that this library rejects for its cost. The message says where, what and
/// what would be right.
/// </summary>
public sealed class InvalidEventPatternException : FormatException
{
    private const int LongestValueShown = 120;

    internal InvalidEventPatternException(string pointer, string value, string remedy)
        : base($"The event pattern is not valid at \"{pointer}\", found {Shorten(value)}: {remedy}")
    {
        Pointer = pointer;
        Value = value;
    }

    /// <summary>Where in the pattern, as a JSON pointer (RFC 6901); the empty string is the whole pattern.</summary>
#pragma warning disable CA1720 // It is a JSON pointer, RFC 6901's word.
    public string Pointer { get; }
#pragma warning restore CA1720

    /// <summary>The offending JSON text.</summary>
    public string Value { get; }

    private static string Shorten(string value) =>
        value.Length <= LongestValueShown ? value : string.Concat(value.AsSpan(0, LongestValueShown), "…");
}
