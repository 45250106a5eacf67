namespace Shop.EventPatterns;

internal readonly ref partial struct JsonWalker
{
    /// <summary>Past one value of any kind. <paramref name="depth"/> is how many objects and arrays are open around it.</summary>
    public int AfterValue(int position, int depth) => At(position) switch
    {
        (byte)'"' => AfterString(position, out _),
        (byte)'-' or (>= (byte)'0' and <= (byte)'9') => AfterNumber(position),
        (byte)'{' => AfterObject(position, Deeper(depth, position)),
        (byte)'[' => AfterArray(position, Deeper(depth, position)),
        _ => AfterWord(position),
    };

    /// <summary>Goes one level deeper; fails if that is too deep.</summary>
    public int Deeper(int depth, int position)
    {
        if (depth >= MaxDepth)
            Fail($"objects and arrays nest deeper than {MaxDepth}", position);
        return depth + 1;
    }

    /// <summary>Past a number, true, false or null.</summary>
    public int AfterScalar(int position) =>
        At(position) is (byte)'t' or (byte)'f' or (byte)'n' ? AfterWord(position) : AfterNumber(position);

    private int AfterObject(int position, int depth)
    {
        position = AfterSpace(position + 1);
        if (At(position) == '}')
            return position + 1;
        do
            position = AfterValue(AfterColon(AfterString(position, out _)), depth);
        while (TakeComma(ref position, (byte)'}'));
        return position;
    }

    private int AfterArray(int position, int depth)
    {
        position = AfterSpace(position + 1);
        if (At(position) == ']')
            return position + 1;
        do
            position = AfterValue(position, depth);
        while (TakeComma(ref position, (byte)']'));
        return position;
    }

    private int AfterWord(int position)
    {
        var word = At(position) switch
        {
            (byte)'t' => "true"u8,
            (byte)'f' => "false"u8,
            _ => "null"u8,
        };
        if (position >= _text.Length || !_text[position..].StartsWith(word))
            Fail("a value is missing", position);
        return position + word.Length;
    }
}
