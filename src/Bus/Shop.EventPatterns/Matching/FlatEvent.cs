namespace Shop.EventPatterns;

/// <summary>
/// The leaf values of one event that rules ask for, by field, and the array elements that they lie in. Reused from event to event, so
/// that reading one allocates nothing once the arrays have grown.
/// </summary>
internal sealed class FlatEvent
{
    // Buffers that grew for one huge event are not retained.
    private const int MostValuesKept = 1 << 16;

    private int[] _firstOfField = [];
    private int[] _lastOfField = [];
    private bool[] _outsideArrays = [];
    private EventValue[] _values = new EventValue[64];
    private ArrayElement[] _elements = new ArrayElement[16];
    private EventArray[] _arrays = new EventArray[16];
    private byte[] _characters = new byte[256];
    private int _valueCount;
    private int _characterCount;

    public int ArrayCount { get; private set; }

    public int ElementCount { get; private set; }

    /// <summary>Where objects and arrays start that no rule asks for and that were stepped over unread, and how deep they lie.</summary>
    public List<(int Position, int Depth)> Unread { get; } = [];

    public void Clear(int fields)
    {
        if (_values.Length > MostValuesKept || _elements.Length > MostValuesKept || _characters.Length > MostValuesKept)
            (_values, _elements, _arrays, _characters) = (new EventValue[64], new ArrayElement[16], new EventArray[16], new byte[256]);
        if (_firstOfField.Length < fields)
            (_firstOfField, _lastOfField, _outsideArrays) = (new int[fields], new int[fields], new bool[fields]);
        Unread.Clear();
        _firstOfField.AsSpan(0, fields).Fill(EventValue.None);
        (_valueCount, ElementCount, _characterCount, ArrayCount) = (0, 0, 0, 0);
    }

    /// <summary>The first value of a field; the others follow by <see cref="EventValue.Next"/>.</summary>
    public int First(int field) => _firstOfField[field];

    /// <summary>Whether one of the field's values lies in no array; valid only for a field that has values.</summary>
    public bool HasOutsideArrays(int field) => _outsideArrays[field];

    public ref EventValue this[int value] => ref _values[value];

    public ref readonly ArrayElement Element(int element) => ref _elements[element];

    public ref readonly EventArray Array(int array) => ref _arrays[array];

    public FieldValue View(ReadOnlySpan<byte> json, int value)
    {
        ref var cell = ref _values[value];
        return new FieldValue((cell.Unescaped ? (ReadOnlySpan<byte>)_characters : json).Slice(cell.Start, cell.Length), ref cell);
    }

    public void AddValue(int field, ValueKind kind, int start, int length, bool unescaped, int element)
    {
        if (_valueCount == _values.Length)
            System.Array.Resize(ref _values, _valueCount * 2);
        _values[_valueCount] = new EventValue
        {
            Start = start, Length = length, Kind = kind, Unescaped = unescaped, Element = element, Next = EventValue.None,
            FoldedStart = EventValue.None,
        };
        if (_firstOfField[field] == EventValue.None)
            (_firstOfField[field], _outsideArrays[field]) = (_valueCount, false);
        else
            _values[_lastOfField[field]].Next = _valueCount;
        _outsideArrays[field] |= element == EventValue.None;
        _lastOfField[field] = _valueCount++;
    }

    public int AddArray(PathNode node)
    {
        if (ArrayCount == _arrays.Length)
            System.Array.Resize(ref _arrays, ArrayCount * 2);
        _arrays[ArrayCount] = new EventArray(node, 0);
        return ArrayCount++;
    }

    public void CloseArray(int array) => _arrays[array] = _arrays[array] with { EndValue = _valueCount };

    public int AddElement(int parent, int array)
    {
        if (ElementCount == _elements.Length)
            System.Array.Resize(ref _elements, ElementCount * 2);
        _elements[ElementCount] = new ArrayElement(parent, array, _valueCount);
        return ElementCount++;
    }

    /// <summary>Where the next characters may be written, with room for <paramref name="length"/> bytes.</summary>
    public Span<byte> Room(int length)
    {
        if (_characters.Length - _characterCount < length)
            System.Array.Resize(ref _characters, Math.Max(_characters.Length * 2, _characterCount + length));
        return _characters.AsSpan(_characterCount);
    }

    /// <summary>Commits the characters just written and returns where they start.</summary>
    public int Keep(int length)
    {
        _characterCount += length;
        return _characterCount - length;
    }

    public ReadOnlySpan<byte> Characters(int start, int length) => _characters.AsSpan(start, length);
}

/// <summary>
/// An object or array inside an array: the element around that array, the array, and the first value that lies in it, if any.
/// </summary>
internal readonly record struct ArrayElement(int Parent, int Array, int FirstValue);

/// <summary>An array of the event: the path that it stands at, and the first value after it.</summary>
internal readonly record struct EventArray(PathNode Node, int EndValue)
{
    /// <summary>Whether values of that field can lie in this array.</summary>
    public bool Holds(PathNode field) => field.Number >= Node.Number && field.Number <= Node.Last;
}
