using System.Diagnostics.CodeAnalysis;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Shop.EventPatterns;

/// <summary>
/// Walks over UTF-8 JSON in place and checks the grammar (RFC 8259) as it goes: each step takes a position and returns the one after.
/// The library has its own walker because reading dominates matching: it looks at 16 or 32 bytes at a time, and a position that is passed
/// from step to step stays in a register. A <see cref="MalformedJsonException"/> says where the text is not JSON.
/// </summary>
internal readonly ref partial struct JsonWalker(ReadOnlySpan<byte> text)
{
    /// <summary>How deep objects and arrays may nest, as in the JSON reader of AWS's matcher.</summary>
    public const int MaxDepth = 1000;

    private readonly ReadOnlySpan<byte> _text = text;

    /// <summary>The byte there; 0 beyond the end, which nothing in JSON is.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public byte At(int position) => (uint)position < (uint)_text.Length ? _text[position] : (byte)0;

    /// <summary>The next position that is not white space.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int AfterSpace(int position) => At(position) > ' ' ? position : AfterSomeSpace(position);

    private int AfterSomeSpace(int position)
    {
        while (At(position) is (byte)' ' or (byte)'\n' or (byte)'\r' or (byte)'\t')
            position++;
        return position;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int AfterColon(int position)
    {
        position = AfterSpace(position);
        if (At(position) != ':')
            Fail("':' is missing", position);
        return AfterSpace(position + 1);
    }

    /// <summary>After a member or an element: true when another follows, false when the closing bracket was taken.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool TakeComma(ref int position, byte closing)
    {
        position = AfterSpace(position);
        var next = At(position);
        if (next != ',' && next != closing)
            FailToClose(closing, position);
        position = next == ',' ? AfterSpace(position + 1) : position + 1;
        return next == ',';
    }

    /// <summary>Past a string that opens there; its content lies between the two quotes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int AfterString(int position, out bool escaped)
    {
        if (At(position) != '"')
            Fail("a string in double quotes is missing", position);
        var end = FirstSpecial(position + 1);
        escaped = At(end) != '"';
        return escaped ? AfterEscapedString(end) : end + 1;
    }

    // Nearly every string has no escape.
    private int AfterEscapedString(int position)
    {
        while (true)
        {
            switch (At(position))
            {
                case (byte)'"':
                    return position + 1;
                case (byte)'\\':
                    position = FirstSpecial(AfterEscape(position));
                    break;
                default:
                    Fail(position < _text.Length ? "a string holds a control character that is not escaped" : "a string is not closed", position);
                    break;
            }
        }
    }

    /// <summary>The first quote, backslash or control character from there on.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private int FirstSpecial(int from)
    {
        ref var bytes = ref MemoryMarshal.GetReference(_text);
        for (; from <= _text.Length - Vector128<byte>.Count; from += Vector128<byte>.Count)
        {
            var block = Vector128.LoadUnsafe(ref bytes, (nuint)from);
            var special = Vector128.Equals(block, Vector128.Create((byte)'"')) | Vector128.Equals(block, Vector128.Create((byte)'\\'))
                | Vector128.LessThan(block, Vector128.Create((byte)' '));
            if (special != Vector128<byte>.Zero)
                return from + BitOperations.TrailingZeroCount(special.ExtractMostSignificantBits());
        }
        return FirstSpecialNearTheEnd(from);
    }

    private int FirstSpecialNearTheEnd(int from)
    {
        while (from < _text.Length && _text[from] is not ((byte)'"' or (byte)'\\' or < (byte)' '))
            from++;
        return from;
    }

    private int AfterEscape(int position)
    {
        var kind = At(position + 1);
        if (kind is (byte)'"' or (byte)'\\' or (byte)'/' or (byte)'b' or (byte)'f' or (byte)'n' or (byte)'r' or (byte)'t')
            return position + 2;
        if (kind != 'u')
            Fail("an escape is not one of JSON's", position);
        for (var i = 2; i < 6; i++)
            if (!char.IsAsciiHexDigit((char)At(position + i)))
                Fail("\\u is not followed by four hexadecimal digits", position);
        return position + 6;
    }

    private void FailToClose(byte closing, int position) => Fail($"',' or '{(char)closing}' is missing", position);

    [DoesNotReturn]
    public void Fail(string problem, int position) => throw new MalformedJsonException(problem, Math.Min(position, _text.Length));
}
