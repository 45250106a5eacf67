using System.Collections.Frozen;
using System.Text;

namespace Shop.EventPatterns;

/// <summary>Folds whole UTF-8 texts, for looking up those that differ in case alone.</summary>
internal static class FoldedText
{
    /// <summary>No character's fold takes more than three times its own bytes.</summary>
    public const int Growth = 3;

    private static readonly FrozenDictionary<char, byte[]> Folds = Enumerable.Range(0x80, 0xFF80)
        .Select(unit => (char)unit).Where(CaseFolding.HasCase)
        .ToFrozenDictionary(unit => unit, unit => Encoding.UTF8.GetBytes(CaseFolding.Fold(unit)));

    /// <summary>Writes the folded text and returns how many bytes it took: at most <see cref="Growth"/> times the text's.</summary>
    public static int Write(ReadOnlySpan<byte> text, Span<byte> folded)
    {
        Ascii.ToUpper(text, folded, out var written);
        var read = written;
        while (read < text.Length)
        {
            var known = Rune.DecodeFromUtf8(text[read..], out var rune, out var length) == System.Buffers.OperationStatus.Done;
            var fold = known ? FoldOf(rune, text.Slice(read, length)) : text.Slice(read, length);
            fold.CopyTo(folded[written..]);
            written += fold.Length;
            read += length;
        }
        return written;
    }

    public static byte[] Of(ReadOnlySpan<byte> text)
    {
        var folded = new byte[text.Length * Growth];
        return folded[..Write(text, folded)];
    }

    private static ReadOnlySpan<byte> FoldOf(Rune rune, ReadOnlySpan<byte> itself)
    {
        if (rune.IsAscii)
            return AsciiUpper.AsSpan(rune.Value, 1);
        return rune.IsBmp && Folds.TryGetValue((char)rune.Value, out var fold) ? fold : itself;
    }

    private static readonly byte[] AsciiUpper = Enumerable.Range(0, 128).Select(unit => (byte)char.ToUpperInvariant((char)unit)).ToArray();
}
