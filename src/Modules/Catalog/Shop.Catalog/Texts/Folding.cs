using System.Collections.Frozen;
using System.Globalization;
using System.Text;

namespace Shop.Catalog;

/// <summary>
/// Folds texts for search and for order: letters that differ only in case or in accents become the same, whether an accent is part of the letter
/// or a mark after it; what cannot be seen does not count. So <c>cafe</c> finds <em>Café</em>, and <em>apple</em> stands before <em>Zebra</em>.
/// English, German and French order letters alike, so one order serves all languages of the pages.
/// </summary>
/// <remarks>
/// The process has no tables of the operating system (InvariantGlobalization), and its <c>Normalize()</c> does nothing. The table
/// <c>folding.txt</c> has a line for each folded text, and after a space the characters that become it: the canonical decompositions of
/// Unicode, compatibility forms of Latin, and letters that have no decomposition but that people write without, such as ø. A test compares it with
/// PostgreSQL's <c>normalize</c>.
/// </remarks>
internal static class Folding
{
    /// <summary>Increases when the same text folds differently: then stored texts are folded again.</summary>
    public const int Version = 2;

    private const int FirstSyllable = 0xAC00, Syllables = 11_172, Vowels = 21, Finals = 28;        // Hangul (Unicode 3.12)

    private static readonly FrozenDictionary<char, string> Table = Read();

    /// <summary>The folded text.</summary>
    public static string Of(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var folded = new StringBuilder(text.Length);
        foreach (var c in text)
        {
            if (c < 0x80) folded.Append(char.ToLowerInvariant(c));
            else if (IsMark(c) || IsInvisible(c)) continue;
            else if (char.IsWhiteSpace(c)) folded.Append(' ');
            else if (c is >= (char)FirstSyllable and < (char)(FirstSyllable + Syllables)) AppendSyllable(c - FirstSyllable, folded);
            else if (Table.TryGetValue(c, out var plain)) folded.Append(plain);
            else folded.Append(char.ToLowerInvariant(c));
        }
        return folded.ToString();
    }

    /// <summary>Accents that stand after their letter; the points of Hebrew and the vowel signs of Arabic, which few people write.</summary>
    private static bool IsMark(char c) =>
        c is (>= '\u0300' and <= '\u036F') or (>= '\u0591' and <= '\u05BD') or '\u05BF' or '\u05C1' or '\u05C2' or '\u05C4' or '\u05C5'
            or '\u05C7' or (>= '\u064B' and <= '\u065F') or '\u0670'
            or (>= '\u1AB0' and <= '\u1AFF') or (>= '\u1DC0' and <= '\u1DFF') or (>= '\u20D0' and <= '\u20FF')
            or (>= '\uFE20' and <= '\uFE2F');

    /// <summary>Soft hyphens, joiners, zero-width spaces, and variation selectors.</summary>
    private static bool IsInvisible(char c) => char.GetUnicodeCategory(c) == UnicodeCategory.Format || c is >= '\uFE00' and <= '\uFE0F';

    private static void AppendSyllable(int index, StringBuilder folded)
    {
        folded.Append((char)(0x1100 + index / (Vowels * Finals))).Append((char)(0x1161 + index % (Vowels * Finals) / Finals));
        if (index % Finals is > 0 and var final)
            folded.Append((char)(0x11A7 + final));
    }

    private static FrozenDictionary<char, string> Read()
    {
        using var file = typeof(Folding).Assembly.GetManifestResourceStream("folding.txt")!;
        using var reader = new StreamReader(file);
        var table = new Dictionary<char, string>();
        while (reader.ReadLine() is { } line)
        {
            var space = line.LastIndexOf(' ');
            foreach (var c in line[(space + 1)..])
                table.Add(c, line[..space]);
        }
        return table.ToFrozenDictionary();
    }
}
