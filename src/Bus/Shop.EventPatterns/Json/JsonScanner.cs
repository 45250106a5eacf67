namespace Shop.EventPatterns;

/// <summary>Where a JSON string's content lies between its quotes, and whether it has escapes.</summary>
internal readonly record struct JsonString(int Start, int Length, bool Escaped);

/// <summary>
/// A <see cref="JsonWalker"/> that remembers where it is: for reading patterns, where clarity counts for more than speed.
/// </summary>
internal ref struct JsonScanner(ReadOnlySpan<byte> text)
{
    private readonly JsonWalker _walker = new(text);

    public int Position;

    /// <summary>The next byte that is not white space, without taking it; 0 at the end.</summary>
    public byte Next()
    {
        Position = _walker.AfterSpace(Position);
        return _walker.At(Position);
    }

    public void Take(byte expected)
    {
        if (Next() != expected)
            Fail($"'{(char)expected}' is missing");
        Position++;
    }

    public JsonString TakeString()
    {
        Next();
        var start = Position + 1;
        Position = _walker.AfterString(Position, out var escaped);
        return new JsonString(start, Position - 1 - start, escaped);
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

    /// <summary>After a member or an element: true when another follows, false when the closing bracket was taken.</summary>
    public bool MoreBefore(byte closing) => _walker.TakeComma(ref Position, closing);

    public readonly int Deeper(int depth) => _walker.Deeper(depth, Position);

    public void SkipScalar()
    {
        Next();
        Position = _walker.AfterScalar(Position);
    }

    public void SkipValue()
    {
        Next();
        Position = _walker.AfterValue(Position, 0);
    }

    [System.Diagnostics.CodeAnalysis.DoesNotReturn]
    public readonly void Fail(string problem) => _walker.Fail(problem, Position);
}
