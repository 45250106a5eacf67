using System.Globalization;
using System.Text;

namespace Shop.Web;

/// <summary>
/// Texts that people write and others read: names, cities, reasons. Something in them must be visible, and nothing may show the rest in another
/// order than it is stored in (Unicode Technical Report 36, bidirectional text spoofing).
/// </summary>
public static class PeopleText
{
    /// <summary>Fillers and blanks that Unicode counts as letters and symbols.</summary>
    private const string Blanks = "\u115F\u1160\u2800\u3164\uFFA0";

    /// <summary>Whether a text is one line of 1 to so many characters, at least one of them visible.</summary>
    public static bool IsLine(string text, int maxLength) => Is(text, maxLength, breaks: "");

    /// <summary>The same for a line that may be empty.</summary>
    public static bool IsLineOrEmpty(string text, int maxLength) => text is "" || IsLine(text, maxLength);

    /// <summary>The same for a text that may have several lines.</summary>
    public static bool IsText(string text, int maxLength) => Is(text, maxLength, breaks: "\t\n\r");

    private static bool Is(string text, int maxLength, string breaks)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (text.Length > maxLength)
            return false;
        var isVisible = false;
        for (var rest = text.AsSpan(); rest.Length > 0;)
        {
            if (Rune.DecodeFromUtf16(rest, out var rune, out var length) != System.Buffers.OperationStatus.Done)
                return false;       // half a surrogate pair
            if (ChangesOrder(rune.Value) || (IsControl(rune) && !(rune.IsBmp && breaks.Contains((char)rune.Value))))
                return false;
            isVisible |= IsVisible(rune);
            rest = rest[length..];
        }
        return isVisible;
    }

    /// <summary>Embeddings, overrides and isolates. The marks U+200E, U+200F and U+061C, which right-to-left text needs, are no danger.</summary>
    private static bool ChangesOrder(int value) => value is (>= 0x202A and <= 0x202E) or (>= 0x2066 and <= 0x2069);

    private static bool IsControl(Rune rune) => Rune.GetUnicodeCategory(rune)
        is UnicodeCategory.Control or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator;

    /// <summary>Letters, numbers, punctuation and symbols; not marks without a letter, nor what is no character at all.</summary>
    private static bool IsVisible(Rune rune) =>
        (Rune.IsLetter(rune) || Rune.IsNumber(rune) || Rune.IsPunctuation(rune) || Rune.IsSymbol(rune))
        && !(rune.IsBmp && Blanks.Contains((char)rune.Value));
}
