namespace Shop.EventPatterns;

/// <summary>A leaf value of an event as the tests of a pattern see it.</summary>
internal readonly ref struct FieldValue(ReadOnlySpan<byte> text, ref EventValue cell)
{
    private readonly ref EventValue _cell = ref cell;

    /// <summary>A string's characters without quotes and escapes; of anything else the JSON text.</summary>
    public ReadOnlySpan<byte> Text { get; } = text;

    public ValueKind Kind => _cell.Kind;

    public bool IsText => _cell.Kind == ValueKind.Text;

    /// <summary>The nearest double of a number, exact or not: enough to look candidates up.</summary>
    public double Nearest
    {
        get
        {
            if (_cell.Known != NumberKnowledge.Unread)
                return _cell.Nearest;
            if (JsonNumber.TryReadShort(Text, out _cell.Nearest))
                _cell.Known = NumberKnowledge.Exact;
            else
                (_cell.Nearest, _cell.Known) = (JsonNumber.Nearest(Text), NumberKnowledge.Nearest);
            return _cell.Nearest;
        }
    }

    /// <summary>Not a number whose text no double holds exactly, which operators ignore.</summary>
    public bool IsExact => _cell.Kind != ValueKind.Number || TryGetNumber(out _);

    /// <summary>The number, when the value is one that EventBridge compares.</summary>
    public bool TryGetNumber(out double number)
    {
        number = 0;
        if (_cell.Kind != ValueKind.Number)
            return false;
        number = Nearest;
        if (_cell.Known == NumberKnowledge.Nearest)
            _cell.Known = JsonNumber.IsExact(Text, number) ? NumberKnowledge.Exact : NumberKnowledge.NotANumber;
        return _cell.Known == NumberKnowledge.Exact;
    }
}
