using System.Text.Unicode;

namespace Shop.Events;

/// <summary>
/// Reads an event once, from its bytes into a <see cref="FlatEvent"/>: no tree, and no value that no rule asks for. Objects and arrays
/// that no rule asks for are stepped over, and checked only when a rule matches: most events match none.
/// </summary>
internal ref struct EventReader
{
    private readonly ReadOnlySpan<byte> _json;
    private readonly FlatEvent _flat;
    private JsonScanner _scanner;

    private EventReader(ReadOnlySpan<byte> json, FlatEvent flat)
    {
        _json = json;
        _flat = flat;
        _scanner = new JsonScanner(json);
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

    /// <summary>Checks what <see cref="Read"/> stepped over.</summary>
    /// <exception cref="InvalidEventException">The bytes are not one JSON object in UTF-8.</exception>
    public static void CheckUnread(ReadOnlySpan<byte> json, FlatEvent flat)
    {
        var scanner = new JsonScanner(json);
        try
        {
            if (!Utf8.IsValid(json))
                scanner.Fail("the text is not UTF-8");
            foreach (var (position, depth) in flat.Unread)
            {
                scanner.Position = position;
                scanner.SkipValue(depth);
            }
        }
        catch (MalformedJsonException malformed)
        {
            throw new InvalidEventException(malformed.Message, malformed.Position);
        }
    }

    private void ReadEvent(PathNode root)
    {
        if (_scanner.Next() != '{')
            _scanner.Fail("'{' is missing");
        ReadObject(root, EventValue.None, 1);
        if (_scanner.Next() != 0 || _scanner.Position < _json.Length)
            _scanner.Fail("something follows the object");
    }

    private void ReadObject(PathNode node, int element, int depth)
    {
        if (!_scanner.Open((byte)'}'))
            return;
        do
        {
            var name = _scanner.TakeString();
            var member = node.Find(name.Escaped ? Unescape(name, out _) : _json.Slice(name.Start, name.Length));
            _scanner.Take((byte)':');
            if (member is null)
                StepOver(depth);
            else
                ReadValue(member, element, depth);
        }
        while (_scanner.MoreBefore((byte)'}'));
    }

    private void ReadValue(PathNode node, int element, int depth)
    {
        switch (_scanner.Next())
        {
            case (byte)'{' when !node.IsLeaf:
                ReadObject(node, element, _scanner.Deeper(depth));
                break;
            case (byte)'[':
                ReadArray(node, element, _scanner.Deeper(depth));
                break;
            case (byte)'{':
                StepOver(depth);
                break;
            default:
                ReadLeaf(node.Field, element);
                break;
        }
    }

    private void StepOver(int depth)
    {
        if (_scanner.Next() is (byte)'{' or (byte)'[')
        {
            _flat.Unread.Add((_scanner.Position, depth));
            _scanner.LeapContainer();
        }
        else
            _scanner.SkipValue(depth);
    }

    // A scalar directly in an array belongs to the element around the array, not to one of its own.
    private void ReadArray(PathNode node, int element, int depth)
    {
        if (!_scanner.Open((byte)']'))
            return;
        var array = _flat.AddArray(node);
        do
        {
            var inner = _scanner.Next() is (byte)'{' or (byte)'[' ? _flat.AddElement(element, array) : element;
            ReadValue(node, inner, depth);
        }
        while (_scanner.MoreBefore((byte)']'));
        _flat.CloseArray(array);
    }

    private void ReadLeaf(int field, int element)
    {
        var first = _scanner.Next();
        if (field == EventValue.None)
            _scanner.SkipValue(0);
        else if (first == '"')
            AddText(field, _scanner.TakeString(), element);
        else
        {
            var start = _scanner.Position;
            _scanner.SkipScalar();
            var kind = first is (byte)'t' or (byte)'f' or (byte)'n' ? ValueKind.Word : ValueKind.Number;
            _flat.AddValue(field, kind, start, _scanner.Position - start, unescaped: false, element);
        }
    }

    private readonly void AddText(int field, JsonString text, int element)
    {
        if (!text.Escaped)
        {
            _flat.AddValue(field, ValueKind.Text, text.Start, text.Length, unescaped: false, element);
            return;
        }
        var characters = Unescape(text, out var start);
        _flat.AddValue(field, ValueKind.Text, start, characters.Length, unescaped: true, element);
    }

    private readonly ReadOnlySpan<byte> Unescape(JsonString text, out int start)
    {
        var room = _flat.Room(text.Length);
        var written = JsonText.Unescape(_json.Slice(text.Start, text.Length), room);
        start = _flat.Keep(written);
        return room[..written];
    }
}
