using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Shop.Events;

internal ref partial struct JsonScanner
{
    /// <summary>Steps over one value of any kind. <paramref name="depth"/> is how many objects and arrays are open around it.</summary>
    public void SkipValue(int depth)
    {
        switch (Next())
        {
            case (byte)'"':
                SkipString();
                break;
            case (byte)'-' or (>= (byte)'0' and <= (byte)'9'):
                SkipNumber();
                break;
            case (byte)'{':
                SkipObject(Deeper(depth));
                break;
            case (byte)'[':
                SkipArray(Deeper(depth));
                break;
            default:
                SkipScalar();
                break;
        }
    }

    /// <summary>One level deeper, or refused when that is too deep.</summary>
    public readonly int Deeper(int depth)
    {
        if (depth >= MaxDepth)
            Fail($"objects and arrays nest deeper than {MaxDepth}");
        return depth + 1;
    }

    /// <summary>Steps over a number, true, false or null.</summary>
    public void SkipScalar()
    {
        switch (Next())
        {
            case (byte)'t':
                SkipWord("true"u8);
                break;
            case (byte)'f':
                SkipWord("false"u8);
                break;
            case (byte)'n':
                SkipWord("null"u8);
                break;
            default:
                SkipNumber();
                break;
        }
    }

    /// <summary>After a member or an element: true when another follows, false when the closing bracket was taken.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool MoreBefore(byte closing)
    {
        var next = Next();
        if (next != ',' && next != closing)
            FailToClose(closing);
        Position++;
        return next == ',';
    }

    private readonly void FailToClose(byte closing) => Fail($"',' or '{(char)closing}' is missing");

    /// <summary>Takes an opening bracket; false when nothing is inside and the closing bracket was taken too.</summary>
    public bool Open(byte closing)
    {
        Position++;
        if (Next() != closing)
            return true;
        Position++;
        return false;
    }

    private void SkipObject(int depth)
    {
        if (!Open((byte)'}'))
            return;
        do
        {
            SkipString();
            Take((byte)':');
            SkipValue(depth);
        }
        while (MoreBefore((byte)'}'));
    }

    private void SkipArray(int depth)
    {
        if (!Open((byte)']'))
            return;
        do
            SkipValue(depth);
        while (MoreBefore((byte)']'));
    }

    private void SkipWord(ReadOnlySpan<byte> word)
    {
        if (!_text[Position..].StartsWith(word))
            Fail("a value is missing");
        Position += word.Length;
    }

    private void SkipNumber()
    {
        if (!TrySkipShortNumber())
            SkipAnyNumber();
    }

    /// <summary>A number without exponent that ends within the next 32 bytes, which is nearly every one: looked at all at once.</summary>
    private bool TrySkipShortNumber()
    {
        if (Position > _text.Length - Vector256<byte>.Count)
            return false;
        var block = Vector256.LoadUnsafe(ref MemoryMarshal.GetReference(_text), (nuint)Position);
        var digits = Vector256.LessThanOrEqual(block - Vector256.Create((byte)'0'), Vector256.Create((byte)9)).ExtractMostSignificantBits();
        var start = _text[Position] == '-' ? 1 : 0;
        var end = start + BitOperations.TrailingZeroCount(~(digits >> start));
        if (end == start || (end > start + 1 && _text[Position + start] == '0') || end >= Vector256<byte>.Count - 1)
            return false;
        if (_text[Position + end] == '.')
        {
            var fraction = end + 1;
            end = fraction + BitOperations.TrailingZeroCount(~(digits >> fraction));
            if (end == fraction || end >= Vector256<byte>.Count)
                return false;
        }
        if ((_text[Position + end] | 0x20) == 'e')
            return false;
        Position += end;
        return true;
    }

    private void SkipAnyNumber()
    {
        var position = Position;
        if (At(position) == '-')
            position++;
        var end = EndOfDigits(position);
        if (end == position || (_text[position] == '0' && end > position + 1))
            Fail("a value is missing, or a number is not written as JSON has it");
        if (At(end) == '.')
            end = EndOfSomeDigits(end + 1);
        if (At(end) is (byte)'e' or (byte)'E')
            end = EndOfSomeDigits(At(end + 1) is (byte)'+' or (byte)'-' ? end + 2 : end + 1);
        Position = end;
    }

    private readonly byte At(int position) => (uint)position < (uint)_text.Length ? _text[position] : (byte)0;

    private readonly int EndOfSomeDigits(int from)
    {
        var end = EndOfDigits(from);
        if (end == from)
            Fail("a number is not written as JSON has it");
        return end;
    }

    private readonly int EndOfDigits(int from)
    {
        if (from <= _text.Length - Vector128<byte>.Count)
        {
            var block = Vector128.LoadUnsafe(ref MemoryMarshal.GetReference(_text), (nuint)from);
            var others = Vector128.GreaterThan(block - Vector128.Create((byte)'0'), Vector128.Create((byte)9));
            if (others != Vector128<byte>.Zero)
                return from + BitOperations.TrailingZeroCount(others.ExtractMostSignificantBits());
            from += Vector128<byte>.Count;
        }
        while (char.IsAsciiDigit((char)At(from)))
            from++;
        return from;
    }
}
