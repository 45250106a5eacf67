using System.Text;

namespace Shop.EventPatterns;

internal ref partial struct PatternParser
{
    private void ParseOperator(string pointer, ConditionDraft found)
    {
        var start = _scanner.Position;
        if (!_scanner.Open((byte)'}'))
            FailFrom(pointer, start, $"an operator is missing: {Operators}.");
        var name = Encoding.UTF8.GetString(TakeText());
        _scanner.Take((byte)':');
        ParseOperand(pointer, start, name, found);
        if (_scanner.Next() == ',')
            FailFrom(pointer, start, "an object holds one operator; write each in an object of its own.");
        _scanner.Take((byte)'}');
    }

    private void ParseOperand(string pointer, int start, string name, ConditionDraft found)
    {
        var operand = FieldPlace.Step(pointer, name);
        if (name == "exists")
            ParseExists(operand, found);
        else
            found.Tests.Add(name switch
            {
                "exactly" => new ExactText(TakeText(operand, "exactly takes a string.")),
                "prefix" => ParseEnd(operand, text => new TextStart(text), text => new TextStartIgnoringCase(text)),
                "suffix" => ParseEnd(operand, text => new TextEnd(text), text => new TextEndIgnoringCase(text)),
                "equals-ignore-case" => new TextIgnoringCase(new CaselessText(TakeText(operand, "equals-ignore-case takes a string."))),
                "wildcard" => ParseWildcard(operand, found),
                "numeric" => new NumberWithin(ParseNumeric(operand)),
                "cidr" => new AddressWithin(ParseCidr(operand)),
                "anything-but" => ParseAnythingBut(operand, found),
                _ => FailUnknownOperator(pointer, start, name),
            });
    }

    private readonly FieldTest FailUnknownOperator(string pointer, int start, string name)
    {
        FailFrom(pointer, start, $"\"{name}\" is not an operator; EventBridge has {Operators}.");
        return null;
    }

    private void ParseExists(string pointer, ConditionDraft found)
    {
        switch (_scanner.Next())
        {
            case (byte)'t':
                found.Tests.Add(new Present());
                break;
            case (byte)'f':
                found.AllowsAbsence = true;
                break;
            default:
                FailAt(pointer, "exists takes true or false.");
                break;
        }
        _scanner.SkipScalar();
    }

    private FieldTest ParseEnd(string pointer, Func<byte[], FieldTest> exact, Func<CaselessText, FieldTest> ignoringCase)
    {
        const string Remedy = "it takes a string, or {\"equals-ignore-case\": \"…\"}.";
        if (_scanner.Next() != '{')
            return exact(TakeText(pointer, Remedy));
        var start = _scanner.Position;
        if (!_scanner.Open((byte)'}') || !TakeText().AsSpan().SequenceEqual("equals-ignore-case"u8))
            FailFrom(pointer, start, Remedy);
        _scanner.Take((byte)':');
        var text = TakeText(FieldPlace.Step(pointer, "equals-ignore-case"), "equals-ignore-case takes a string.");
        if (_scanner.Next() == ',')
            FailFrom(pointer, start, Remedy);
        _scanner.Take((byte)'}');
        return ignoringCase(new CaselessText(text));
    }

    private Wildcard ParseWildcard(string pointer, ConditionDraft found)
    {
        _scanner.Next();
        var start = _scanner.Position;
        var text = TakeText(pointer, "wildcard takes a string, in which * stands for any characters.");
        if (!TrySplitAtAsterisks(text, out var pieces, out var problem))
            FailFrom(pointer, start, problem);
        found.Asterisks += pieces.Length - 1;
        return new Wildcard(pieces);
    }

    private static bool TrySplitAtAsterisks(byte[] text, out byte[][] pieces, out string problem)
    {
        (pieces, problem) = ([], "");
        var done = new List<byte[]>();
        var piece = new List<byte>();
        for (var i = 0; i < text.Length; i++)
        {
            var next = i + 1 < text.Length ? text[i + 1] : (byte)0;
            if (text[i] == '*' && next == '*')
                problem = "two asterisks must not stand side by side; one means any number of characters.";
            else if (text[i] == '\\' && next is not ((byte)'*' or (byte)'\\'))
                problem = "a backslash stands only before an asterisk or a backslash that is meant as itself.";
            if (problem.Length > 0)
                return false;
            if (text[i] != '*')
                piece.Add(text[i] == '\\' ? text[++i] : text[i]);
            else
            {
                done.Add([.. piece]);
                piece.Clear();
            }
        }
        pieces = [.. done, [.. piece]];
        return true;
    }
}
