using System.Text;

namespace Shop.EventPatterns;

/// <summary>
/// Reads a pattern's JSON into its alternatives: the fields, each with its condition, that must hold together. A $or multiplies what was
/// read before it, so what comes later in the text holds for all of its branches, and the same path written twice means the later.
/// </summary>
internal ref partial struct PatternParser
{
    private readonly ReadOnlySpan<byte> _json;
    private JsonScanner _scanner;

    private PatternParser(ReadOnlySpan<byte> json)
    {
        _json = json;
        _scanner = new JsonScanner(json);
    }

    /// <exception cref="InvalidEventPatternException">EventBridge would reject it.</exception>
    public static FieldCondition[][] Parse(ReadOnlySpan<byte> json)
    {
        var parser = new PatternParser(json);
        try
        {
            return parser.ParsePattern();
        }
        catch (MalformedJsonException malformed)
        {
            throw new InvalidEventPatternException("", Encoding.UTF8.GetString(json),
                $"it is not JSON, {malformed.Message} at byte {malformed.Position}.");
        }
    }

    private FieldCondition[][] ParsePattern()
    {
        if (!System.Text.Unicode.Utf8.IsValid(_json))
            _scanner.Fail("the text is not UTF-8");
        if (_scanner.Next() != '{')
            FailAt("", "a pattern is an object of fields, as in {\"source\": [\"com.shop.orders\"]}.");
        List<Dictionary<string, FieldCondition>> alternatives = [new(StringComparer.Ordinal)];
        ParseFields(alternatives, new FieldPlace("", null, InOr: false, Depth: 1));
        if (_scanner.Next() != 0 || _scanner.Position < _json.Length)
            _scanner.Fail("something follows the object");
        foreach (var alternative in alternatives)
            if (alternative.Count > PatternLimits.Fields)
                throw new InvalidEventPatternException("", $"{alternative.Count} fields", $"a pattern has at most {PatternLimits.Fields} fields.");
        return [.. alternatives.Select(InOrderOfPath)];
    }

    // Java sorts the paths of a rule by UTF-16 unit; absence is decided in that order.
    private static FieldCondition[] InOrderOfPath(Dictionary<string, FieldCondition> fields) =>
        [.. fields.Values.OrderBy(field => field.Path, StringComparer.Ordinal)];

    private void ParseFields(List<Dictionary<string, FieldCondition>> alternatives, FieldPlace place)
    {
        var start = _scanner.Position;
        if (!_scanner.Open((byte)'}'))
            FailFrom(place.Pointer, start, "an object must name at least one field.");
        do
        {
            var name = Encoding.UTF8.GetString(JsonText.Characters(_json, _scanner.TakeString()));
            _scanner.Take((byte)':');
            if (name == "$or")
                ParseOr(alternatives, place.At("$or"));
            else
                ParseField(alternatives, place.Of(name), name);
        }
        while (_scanner.MoreBefore((byte)'}'));
    }

    private void ParseField(List<Dictionary<string, FieldCondition>> alternatives, FieldPlace place, string name)
    {
        if (place.InOr && ReservedInOr.Contains(name))
            FailAt(place.Pointer, $"an operator cannot be a field's name inside $or; write {{\"field\": [{{\"{name}\": …}}]}}.");
        switch (_scanner.Next())
        {
            case (byte)'{':
                ParseFields(alternatives, place with { Depth = _scanner.Deeper(place.Depth) });
                break;
            case (byte)'[':
                var condition = ParseCondition(place);
                foreach (var alternative in alternatives)
                    alternative[place.Path!] = condition;
                break;
            default:
                FailAt(place.Pointer, "a field's values stand in an array, as in [\"USD\"]; an object names fields inside it.");
                break;
        }
    }

    private void ParseOr(List<Dictionary<string, FieldCondition>> alternatives, FieldPlace place)
    {
        var start = _scanner.Position;
        if (_scanner.Next() != '[' || !_scanner.Open((byte)']'))
            FailFrom(place.Pointer, start, "$or takes an array of at least two objects of fields.");
        var before = alternatives.ToArray();
        alternatives.Clear();
        var branches = 0;
        do
            alternatives.AddRange(ParseBranch(before, place.At($"{branches++}")));
        while (_scanner.MoreBefore((byte)']'));
        if (branches < 2)
            FailFrom(place.Pointer, start, "$or takes at least two objects of fields.");
        if (alternatives.Count > PatternLimits.Alternatives)
            FailFrom(place.Pointer, start, $"its $or multiply to more than {PatternLimits.Alternatives} alternatives; write several rules.");
    }

    private List<Dictionary<string, FieldCondition>> ParseBranch(Dictionary<string, FieldCondition>[] before, FieldPlace place)
    {
        if (_scanner.Next() != '{')
            FailAt(place.Pointer, "each branch of $or is an object of fields.");
        List<Dictionary<string, FieldCondition>> branch = [.. before.Select(fields => new Dictionary<string, FieldCondition>(fields, fields.Comparer))];
        ParseFields(branch, place with { InOr = true, Depth = _scanner.Deeper(place.Depth) });
        if (branch.Count > PatternLimits.Alternatives)
            FailAt(place.Pointer, $"its $or multiply to more than {PatternLimits.Alternatives} alternatives; write several rules.");
        return branch;
    }
}
