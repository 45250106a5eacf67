namespace Shop.EventPatterns;

internal enum ValueKind : byte
{
    Text,
    Number,
    /// <summary>true, false or null.</summary>
    Word,
}

/// <summary>One leaf value of an event that some rule asks for: where its text lies, and what was learnt about it so far.</summary>
internal struct EventValue
{
    public const int None = -1;

    public int Start;
    public int Length;
    public ValueKind Kind;

    /// <summary>The text has lost its escapes and lies in the flat event's own bytes.</summary>
    public bool Unescaped;

    /// <summary>The array element that it lies in, itself an object or array; <see cref="None"/> outside arrays.</summary>
    public int Element;

    /// <summary>The next value of the same field, in the order of the text.</summary>
    public int Next;

    public NumberKnowledge Known;
    public double Nearest;
    public int FoldedStart;
    public int FoldedLength;
}

/// <summary>Numbers are read once, and only when a rule asks.</summary>
internal enum NumberKnowledge : byte
{
    Unread,
    Nearest,
    Exact,
    NotANumber,
}
