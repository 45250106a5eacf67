using System.Numerics;
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
                TakeString();
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
    public bool MoreBefore(byte closing)
    {
        var next = Next();
        if (next == ',')
        {
            Position++;
            return true;
        }
        if (next != closing)
            Fail($"',' or '{(char)closing}' is missing");
        Position++;
        return false;
    }

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
            TakeString();
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
