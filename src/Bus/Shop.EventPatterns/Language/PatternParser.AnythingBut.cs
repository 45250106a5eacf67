using System.Text;

namespace Shop.EventPatterns;

internal ref partial struct PatternParser
{
    private const string AnythingButRemedy = "anything-but takes a string, a number, an array of either, " +
        "or an object with prefix, suffix, equals-ignore-case or wildcard.";

    private AnythingBut ParseAnythingBut(string pointer, ConditionDraft found)
    {
        switch (_scanner.Next())
        {
            case (byte)'{':
                return ParseAnythingButOperator(pointer, found);
            case (byte)'"':
                return new AnythingBut([new ExactText(TakeText())]);
            case (byte)'[':
                return ParseAnythingButList(pointer);
            case (byte)'-' or (>= (byte)'0' and <= (byte)'9'):
                return new AnythingBut([new NumberWithin(NumberRange.Only(TakeNumber(pointer)))]);
            default:
                FailAt(pointer, AnythingButRemedy);
                return null;
        }
    }

    private AnythingBut ParseAnythingButList(string pointer)
    {
        const string Remedy = "a list of anything-but holds strings only or numbers only, and at least one.";
        var start = _scanner.Position;
        if (!_scanner.Open((byte)']'))
            FailFrom(pointer, start, Remedy);
        var tests = new List<FieldTest>();
        var texts = _scanner.Next() == '"';
        do
        {
            var element = FieldPlace.Step(pointer, $"{tests.Count}");
            if ((_scanner.Next() == '"') != texts)
                FailFrom(pointer, start, Remedy);
            tests.Add(texts ? new ExactText(TakeText()) : new NumberWithin(NumberRange.Only(TakeNumber(element))));
        }
        while (_scanner.MoreBefore((byte)']'));
        return new AnythingBut(OneLookupForMany(tests));
    }

    private AnythingBut ParseAnythingButOperator(string pointer, ConditionDraft found)
    {
        var start = _scanner.Position;
        if (!_scanner.Open((byte)'}'))
            FailFrom(pointer, start, AnythingButRemedy);
        var name = Encoding.UTF8.GetString(TakeText());
        _scanner.Take((byte)':');
        if (name is not ("prefix" or "suffix" or "equals-ignore-case" or "wildcard"))
            FailFrom(pointer, start, AnythingButRemedy);
        var tests = ParseExcluded(FieldPlace.Step(pointer, name), name, found);
        if (_scanner.Next() == ',')
            FailFrom(pointer, start, "anything-but takes one operator.");
        _scanner.Take((byte)'}');
        return new AnythingBut([.. tests]);
    }

    private List<FieldTest> ParseExcluded(string pointer, string name, ConditionDraft found)
    {
        if (_scanner.Next() != '[')
            return [ParseExcludedText(pointer, name, found)];
        var start = _scanner.Position;
        if (!_scanner.Open((byte)']'))
            FailFrom(pointer, start, $"{name} needs at least one string.");
        var tests = new List<FieldTest>();
        do
            tests.Add(ParseExcludedText(FieldPlace.Step(pointer, $"{tests.Count}"), name, found));
        while (_scanner.MoreBefore((byte)']'));
        return tests;
    }

    private FieldTest ParseExcludedText(string pointer, string name, ConditionDraft found)
    {
        if (name == "wildcard")
            return ParseWildcard(pointer, found);
        _scanner.Next();
        var start = _scanner.Position;
        var text = TakeText(pointer, $"{name} inside anything-but takes a string or an array of strings.");
        if (text.Length == 0 && name != "equals-ignore-case")
            FailFrom(pointer, start, $"inside anything-but an empty {name} would exclude every string; write one that is not empty.");
        return name switch
        {
            "prefix" => new TextStart(text),
            "suffix" => new TextEnd(text),
            _ => new TextIgnoringCase(new CaselessText(text)),
        };
    }
}
