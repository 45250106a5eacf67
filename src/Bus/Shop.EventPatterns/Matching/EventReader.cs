namespace Shop.EventPatterns;

/// <summary>
/// Reads an event once, from its bytes into a <see cref="FlatEvent"/>: no tree, and no value that no rule asks for. Objects and arrays
/// that no rule asks for are stepped over, and checked only when a rule matches: most events match none.
/// </summary>
internal readonly ref struct EventReader
{
    private readonly ReadOnlySpan<byte> _json;
    private readonly JsonWalker _walker;
    private readonly FlatEvent _flat;

    private EventReader(ReadOnlySpan<byte> json, FlatEvent flat)
    {
        _json = json;
        _walker = new JsonWalker(json);
        _flat = flat;
    }

    /// <exception cref="InvalidEventException">What was read is not one JSON object.</exception>
    public static void Read(ReadOnlySpan<byte> json, PathNode root, int fields, FlatEvent flat)
    {
        flat.Clear(fields);
        try
        {
            new EventReader(json, flat).ReadEvent(root);
        }
        catch (MalformedJsonException malformed)
        {
            throw new InvalidEventException(malformed.Message, malformed.Position);
        }
    }

    private void ReadEvent(PathNode root)
    {
        var position = _walker.AfterSpace(0);
        if (_walker.At(position) != '{')
            _walker.Fail("'{' is missing", position);
        position = _walker.AfterSpace(ReadObject(position, root, EventValue.None, 1));
        if (position < _json.Length)
            _walker.Fail("something follows the object", position);
    }

    // Like the walker's steps these take a position and return the one after.
    private int ReadObject(int position, PathNode node, int element, int depth)
    {
        position = _walker.AfterSpace(position + 1);
        if (_walker.At(position) == '}')
            return position + 1;
        do
        {
            var start = position + 1;
            position = _walker.AfterString(position, out var escaped);
            var name = _json[start..(position - 1)];
            var member = node.Find(escaped ? Unescape(name, out _) : name);
            position = _walker.AfterColon(position);
            position = member is null ? StepOver(position, depth) : ReadValue(position, member, element, depth);
        }
        while (_walker.TakeComma(ref position, (byte)'}'));
        return position;
    }

    private int ReadValue(int position, PathNode node, int element, int depth) => _walker.At(position) switch
    {
        (byte)'[' => ReadArray(position, node, element, _walker.Deeper(depth, position)),
        (byte)'{' when !node.IsLeaf => ReadObject(position, node, element, _walker.Deeper(depth, position)),
        (byte)'{' => StepOver(position, depth),
        _ when node.Field == EventValue.None => _walker.AfterValue(position, depth),
        (byte)'"' => ReadText(position, node.Field, element),
        _ => ReadNumberOrWord(position, node.Field, element),
    };

    // A scalar directly in an array belongs to the element around the array, not to one of its own.
    private int ReadArray(int position, PathNode node, int element, int depth)
    {
        position = _walker.AfterSpace(position + 1);
        if (_walker.At(position) == ']')
            return position + 1;
        var array = _flat.AddArray(node);
        do
        {
            var inner = _walker.At(position) is (byte)'{' or (byte)'[' ? _flat.AddElement(element, array) : element;
            position = ReadValue(position, node, inner, depth);
        }
        while (_walker.TakeComma(ref position, (byte)']'));
        _flat.CloseArray(array);
        return position;
    }

    private int StepOver(int position, int depth)
    {
        if (_walker.At(position) is not ((byte)'{' or (byte)'['))
            return _walker.AfterValue(position, depth);
        _flat.Unread.Add((position, depth));
        return _walker.LeapContainer(position);
    }

    private int ReadText(int position, int field, int element)
    {
        var after = _walker.AfterString(position, out var escaped);
        var (start, length) = (position + 1, after - position - 2);
        if (escaped)
            length = Unescape(_json.Slice(start, length), out start).Length;
        _flat.AddValue(field, ValueKind.Text, start, length, escaped, element);
        return after;
    }

    private int ReadNumberOrWord(int position, int field, int element)
    {
        var after = _walker.AfterScalar(position);
        var kind = _walker.At(position) is (byte)'t' or (byte)'f' or (byte)'n' ? ValueKind.Word : ValueKind.Number;
        _flat.AddValue(field, kind, position, after - position, unescaped: false, element);
        return after;
    }

    private ReadOnlySpan<byte> Unescape(ReadOnlySpan<byte> raw, out int start)
    {
        var room = _flat.Room(raw.Length);
        var written = JsonText.Unescape(raw, room);
        start = _flat.Keep(written);
        return room[..written];
    }
}
