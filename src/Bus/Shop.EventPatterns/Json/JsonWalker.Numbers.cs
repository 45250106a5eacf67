using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Shop.EventPatterns;

internal readonly ref partial struct JsonWalker
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private int AfterNumber(int position)
    {
        var after = AfterShortNumber(position);
        return after > position ? after : AfterAnyNumber(position);
    }

    /// <summary>
    /// Past a number without exponent that ends within the next 32 bytes, which is nearly every one: looked at all at once. Of any other
    /// number it returns the position itself.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private int AfterShortNumber(int position)
    {
        if (position > _text.Length - Vector256<byte>.Count)
            return position;
        var block = Vector256.LoadUnsafe(ref MemoryMarshal.GetReference(_text), (nuint)position);
        var digits = Vector256.LessThanOrEqual(block - Vector256.Create((byte)'0'), Vector256.Create((byte)9)).ExtractMostSignificantBits();
        var start = _text[position] == '-' ? 1 : 0;
        var end = start + BitOperations.TrailingZeroCount(~(digits >> start));
        if (end == start || (end > start + 1 && _text[position + start] == '0') || end >= Vector256<byte>.Count - 1)
            return position;
        if (_text[position + end] == '.')
        {
            var fraction = end + 1;
            end = fraction + BitOperations.TrailingZeroCount(~(digits >> fraction));
            if (end == fraction || end >= Vector256<byte>.Count)
                return position;
        }
        return (_text[position + end] | 0x20) == 'e' ? position : position + end;
    }

    private int AfterAnyNumber(int position)
    {
        var start = At(position) == '-' ? position + 1 : position;
        var end = AfterDigits(start);
        if (end == start || (At(start) == '0' && end > start + 1))
            Fail("a value is missing, or a number is not written as JSON has it", position);
        if (At(end) == '.')
            end = AfterSomeDigits(end + 1);
        if (At(end) is (byte)'e' or (byte)'E')
            end = AfterSomeDigits(At(end + 1) is (byte)'+' or (byte)'-' ? end + 2 : end + 1);
        return end;
    }

    private int AfterSomeDigits(int from)
    {
        var end = AfterDigits(from);
        if (end == from)
            Fail("a number is not written as JSON has it", from);
        return end;
    }

    private int AfterDigits(int from)
    {
        while (char.IsAsciiDigit((char)At(from)))
            from++;
        return from;
    }
}
