using System.Numerics;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Shop.EventPatterns;

internal readonly ref partial struct JsonWalker
{
    /// <summary>
    /// Past an object or array by its brackets and quotes alone, 32 bytes at a time: several times as fast as reading it, but what is
    /// inside is not checked. What was leapt over can be checked later by <see cref="AfterValue"/> from the same place.
    /// </summary>
    public int LeapContainer(int position)
    {
        ref var bytes = ref MemoryMarshal.GetReference(_text);
        var open = 0;
        var quoted = false;
        while (position <= _text.Length - Vector256<byte>.Count)
        {
            var block = Vector256.LoadUnsafe(ref bytes, (nuint)position);
            if (Vector256.EqualsAny(block, Vector256.Create((byte)'\\')))
            {
                if (LeapBytewise(ref position, position + Vector256<byte>.Count, ref open, ref quoted))
                    return position;
                continue;
            }
            var inQuotes = BetweenQuotes(Vector256.Equals(block, Vector256.Create((byte)'"')).ExtractMostSignificantBits(), quoted);
            quoted = inQuotes >> 31 != 0;
            // '[' and '{', and ']' and '}', are one bit apart.
            var folded = block | Vector256.Create((byte)0x20);
            var opening = Vector256.Equals(folded, Vector256.Create((byte)'{')).ExtractMostSignificantBits() & ~inQuotes;
            var closing = Vector256.Equals(folded, Vector256.Create((byte)'}')).ExtractMostSignificantBits() & ~inQuotes;
            if (BitOperations.PopCount(closing) >= open && TryFindEnd(opening, closing, open, out var end))
                return position + end + 1;
            open += BitOperations.PopCount(opening) - BitOperations.PopCount(closing);
            position += Vector256<byte>.Count;
        }
        if (!LeapBytewise(ref position, _text.Length, ref open, ref quoted))
            Fail("an object or array is not closed", position);
        return position;
    }

    /// <summary>
    /// A bit for every byte from an opening quote up to before the closing one: each bit is the parity of the quotes so far.
    /// </summary>
    private static uint BetweenQuotes(uint quotes, bool quotedBefore)
    {
        quotes ^= quotes << 1;
        quotes ^= quotes << 2;
        quotes ^= quotes << 4;
        quotes ^= quotes << 8;
        quotes ^= quotes << 16;
        return quotedBefore ? ~quotes : quotes;
    }

    private static bool TryFindEnd(uint opening, uint closing, int open, out int end)
    {
        for (end = 0; closing != 0; closing &= closing - 1)
        {
            end = BitOperations.TrailingZeroCount(closing);
            var before = BitOperations.PopCount(opening & ((1u << end) - 1));
            if (open + before == 1)
                return true;
            open--;
        }
        return false;
    }

    private bool LeapBytewise(ref int position, int until, ref int open, ref bool quoted)
    {
        while (position < until)
        {
            var next = _text[position++];
            if (quoted && next == '\\')
                position++;
            else if (next == '"')
                quoted = !quoted;
            else if (!quoted && next is (byte)'{' or (byte)'[')
                open++;
            else if (!quoted && next is (byte)'}' or (byte)']' && --open == 0)
                return true;
        }
        return false;
    }
}
