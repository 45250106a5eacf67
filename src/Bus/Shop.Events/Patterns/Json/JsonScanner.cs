using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Shop.Events;

/// <summary>Where a JSON string's content lies between its quotes, and whether it has escapes.</summary>
internal readonly record struct JsonString(int Start, int Length, bool Escaped);

/// <summary>
/// Walks over UTF-8 JSON in place and checks the grammar as it goes (RFC 8259). It is ours because matching is bound by reading: this one
/// steps over what no rule mentions 16 bytes at a time, yet refuses what is not JSON.
/// </summary>
internal ref partial struct JsonScanner(ReadOnlySpan<byte> text)
{
    /// <summary>How deep objects and arrays may nest, as in the JSON reader of AWS's matcher.</summary>
    public const int MaxDepth = 1000;

    private readonly ReadOnlySpan<byte> _text = text;

    public int Position;

    /// <summary>The next byte that is not white space, without taking it; 0 at the end, which no JSON value starts with.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public byte Next()
    {
        var position = Position;
        if ((uint)position < (uint)_text.Length && _text[position] > (byte)' ')
            return _text[position];
        return NextAfterWhitespace();
    }

    private byte NextAfterWhitespace()
    {
        while (Position < _text.Length)
        {
            var next = _text[Position];
            if (next is not ((byte)' ' or (byte)'\n' or (byte)'\r' or (byte)'\t'))
                return next;
            Position++;
        }
        return 0;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Take(byte expected)
    {
        if (Next() != expected)
            Fail($"'{(char)expected}' is missing");
        Position++;
    }

    public JsonString TakeString()
    {
        if (Next() != '"')
            Fail("a string in double quotes is missing");
        var start = ++Position;
        var escaped = false;
        while (true)
        {
            Position = FirstSpecial(Position);
            if (Position >= _text.Length)
                Fail("a string is not closed");
            switch (_text[Position])
            {
                case (byte)'"':
                    return new JsonString(start, Position++ - start, escaped);
                case (byte)'\\':
                    escaped = true;
                    SkipEscape();
                    break;
                default:
                    Fail("a string holds a control character that is not escaped");
                    break;
            }
        }
    }

    // Nearly every string has no escape.
    private void SkipString()
    {
        var end = Next() == '"' ? FirstSpecial(Position + 1) : Position;
        if (end > Position && At(end) == '"')
            Position = end + 1;
        else
            TakeString();
    }

    /// <summary>The first quote, backslash or control character at or after <paramref name="from"/>.</summary>
    private readonly int FirstSpecial(int from)
    {
        ref var bytes = ref MemoryMarshal.GetReference(_text);
        for (; from <= _text.Length - Vector128<byte>.Count; from += Vector128<byte>.Count)
        {
            var block = Vector128.LoadUnsafe(ref bytes, (nuint)from);
            var special = Vector128.Equals(block, Vector128.Create((byte)'"')) | Vector128.Equals(block, Vector128.Create((byte)'\\'))
                | Vector128.LessThan(block, Vector128.Create((byte)' '));
            if (special != Vector128<byte>.Zero)
                return from + System.Numerics.BitOperations.TrailingZeroCount(special.ExtractMostSignificantBits());
        }
        while (from < _text.Length && _text[from] is not ((byte)'"' or (byte)'\\' or < (byte)' '))
            from++;
        return from;
    }

    private void SkipEscape()
    {
        var kind = Position + 1 < _text.Length ? _text[Position + 1] : (byte)0;
        Position += 2;
        if (kind is (byte)'"' or (byte)'\\' or (byte)'/' or (byte)'b' or (byte)'f' or (byte)'n' or (byte)'r' or (byte)'t')
            return;
        if (kind != 'u')
            Fail("an escape is not one of JSON's");
        for (var i = 0; i < 4; i++, Position++)
            if (Position >= _text.Length || !char.IsAsciiHexDigit((char)_text[Position]))
                Fail("\\u is not followed by four hexadecimal digits");
    }

    [DoesNotReturn]
    public readonly void Fail(string problem) => throw new MalformedJsonException(problem, Math.Min(Position, _text.Length));
}
