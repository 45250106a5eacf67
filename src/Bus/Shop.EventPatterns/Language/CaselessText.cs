using System.Buffers;
using System.Text;

namespace Shop.EventPatterns;

/// <summary>
/// A text of a pattern that ignores case: at each character the event may have the pattern's character in lower or in upper case.
/// Not the same as both folding alike: "ß" accepts "SS", but "SS" does not accept "ß".
/// </summary>
internal sealed class CaselessText
{
    private readonly byte[] _ascii;
    private readonly List<(byte[] Lower, byte[] Upper)>? _characters;

    public CaselessText(byte[] text)
    {
        _ascii = text;
        Folded = FoldedText.Of(text);
        if (!Ascii.IsValid(text))
            _characters = Characters(text);
    }

    /// <summary>What every accepted text folds to.</summary>
    public byte[] Folded { get; }

    public bool Accepts(ReadOnlySpan<byte> text) => _characters is null ? Ascii.EqualsIgnoreCase(text, _ascii) : EndOfStart(text) == text.Length;

    public bool AcceptsStartOf(ReadOnlySpan<byte> text) => _characters is null
        ? text.Length >= _ascii.Length && Ascii.EqualsIgnoreCase(text[.._ascii.Length], _ascii)
        : EndOfStart(text) >= 0;

    public bool AcceptsEndOf(ReadOnlySpan<byte> text)
    {
        if (_characters is null)
            return text.Length >= _ascii.Length && Ascii.EqualsIgnoreCase(text[^_ascii.Length..], _ascii);
        var end = text.Length;
        for (var i = _characters.Count - 1; i >= 0; i--)
        {
            var (lower, upper) = _characters[i];
            if (text[..end].EndsWith(lower))
                end -= lower.Length;
            else if (text[..end].EndsWith(upper))
                end -= upper.Length;
            else
                return false;
        }
        return true;
    }

    // No lower case begins or ends with its upper case or the other way round, so the first that fits is the only one.
    private int EndOfStart(ReadOnlySpan<byte> text)
    {
        var end = 0;
        foreach (var (lower, upper) in _characters!)
        {
            if (text[end..].StartsWith(lower))
                end += lower.Length;
            else if (text[end..].StartsWith(upper))
                end += upper.Length;
            else
                return -1;
        }
        return end;
    }

    private static List<(byte[], byte[])> Characters(ReadOnlySpan<byte> text)
    {
        var characters = new List<(byte[], byte[])>();
        while (!text.IsEmpty)
        {
            var valid = Rune.DecodeFromUtf8(text, out var rune, out var length) == OperationStatus.Done;
            var itself = text[..length].ToArray();
            characters.Add(valid && rune.IsBmp ? BothCases((char)rune.Value) : (itself, itself));
            text = text[length..];
        }
        return characters;
    }

    private static (byte[], byte[]) BothCases(char unit) =>
        (Encoding.UTF8.GetBytes(CaseFolding.Lower(unit)), Encoding.UTF8.GetBytes(CaseFolding.Upper(unit)));
}
