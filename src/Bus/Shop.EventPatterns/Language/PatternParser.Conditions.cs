using System.Text;

namespace Shop.EventPatterns;

internal ref partial struct PatternParser
{
    // A few strings are quicker compared than looked up.
    private const int FewTexts = 4;

    private FieldCondition ParseCondition(FieldPlace place)
    {
        var start = _scanner.Position;
        if (!_scanner.Open((byte)']'))
            FailFrom(place.Pointer, start, "a field needs at least one value in its array.");
        var found = new ConditionDraft();
        var count = 0;
        do
            ParseElement(FieldPlace.Step(place.Pointer, $"{count++}"), found);
        while (_scanner.MoreBefore((byte)']'));
        if (found.Asterisks > PatternLimits.Asterisks)
            FailFrom(place.Pointer, start, $"the rule is too complex: at most {PatternLimits.Asterisks} asterisks in one field.");
        var test = AnyOf.Of(OneLookupForMany(found.Tests));
        return new FieldCondition(place.Path!, test, found.AllowsAbsence, Encoding.UTF8.GetString(_json[start.._scanner.Position]));
    }

    private void ParseElement(string pointer, ConditionDraft found)
    {
        switch (_scanner.Next())
        {
            case (byte)'{':
                ParseOperator(pointer, found);
                break;
            case (byte)'[':
                FailAt(pointer, "a value is a string, a number, true, false, null or an operator; arrays do not nest.");
                break;
            case (byte)'"':
                found.Tests.Add(TextOrAddress(TakeText()));
                break;
            default:
                found.Tests.Add(NumberOrWord());
                break;
        }
    }

    // A string that is an IP address stands for the address, however the event spells it.
    private static FieldTest TextOrAddress(byte[] text) =>
        IpAddress.TryParse(text, out var address) ? new AddressWithin(AddressBlock.Only(address)) : new ExactText(text);

    private FieldTest NumberOrWord()
    {
        var start = _scanner.Position;
        var first = _scanner.Next();
        _scanner.SkipScalar();
        var written = _json[start.._scanner.Position];
        if (first is not ((byte)'t' or (byte)'f' or (byte)'n') && JsonNumber.TryParse(written, out var number))
            return new NumberWithin(NumberRange.Only(number));
        return new ExactWritten(written.ToArray());
    }

    private byte[] TakeText() => JsonText.Characters(_json, _scanner.TakeString());

    private byte[] TakeText(string pointer, string remedy)
    {
        if (_scanner.Next() != '"')
            FailAt(pointer, remedy);
        return TakeText();
    }

    private static FieldTest[] OneLookupForMany(List<FieldTest> tests)
    {
        var texts = tests.OfType<ExactText>().Select(test => test.Text).ToList();
        return texts.Count <= FewTexts ? [.. tests] : [.. tests.Where(test => test is not ExactText), new AnyOfTexts(texts)];
    }

    private sealed class ConditionDraft
    {
        public List<FieldTest> Tests { get; } = [];

        public bool AllowsAbsence { get; set; }

        public int Asterisks { get; set; }
    }
}
