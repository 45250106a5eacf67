using System.Buffers.Text;
using System.Text;

namespace Shop.EventPatterns;

internal ref partial struct PatternParser
{
    private const string NumericRemedy = "numeric takes [\"=\", n], one of >, >=, <, <= with a number, or a range with its lower bound first, " +
        "as in [\">\", 0, \"<=\", 5].";

    private NumberRange ParseNumeric(string pointer)
    {
        if (_scanner.Next() != '[')
            FailAt(pointer, NumericRemedy);
        var start = _scanner.Position;
        if (!_scanner.Open((byte)']'))
            FailFrom(pointer, start, NumericRemedy);
        var comparison = TakeComparison(pointer, start);
        var range = RangeOf(comparison, TakeBound(pointer, start));
        if (_scanner.Next() == ',' && comparison is ">" or ">=")
            range = ParseUpperBound(pointer, start, range);
        if (_scanner.Next() == ',')
            FailFrom(pointer, start, NumericRemedy);
        _scanner.Take((byte)']');
        if (range.Bottom == double.MaxValue || range.Top == -double.MaxValue)
            FailFrom(pointer, start, "no number lies beyond the largest one; AWS's matcher rejects this comparison.");
        return range;
    }

    private NumberRange ParseUpperBound(string pointer, int start, NumberRange lower)
    {
        _scanner.Take((byte)',');
        var comparison = TakeComparison(pointer, start);
        if (comparison is not ("<" or "<="))
            FailFrom(pointer, start, NumericRemedy);
        var range = lower with { Top = TakeBound(pointer, start), OpenTop = comparison == "<" };
        if (range.Bottom >= range.Top)
            FailFrom(pointer, start, "the lower bound must be less than the upper.");
        return range;
    }

    private string TakeComparison(string pointer, int start)
    {
        if (_scanner.Next() != '"')
            FailFrom(pointer, start, NumericRemedy);
        var comparison = Encoding.UTF8.GetString(TakeText());
        if (comparison is not ("=" or ">" or ">=" or "<" or "<="))
            FailFrom(pointer, start, NumericRemedy);
        return comparison;
    }

    private double TakeBound(string pointer, int start)
    {
        if (_scanner.Next() != ',')
            FailFrom(pointer, start, NumericRemedy);
        _scanner.Take((byte)',');
        if (_scanner.Next() is not ((byte)'-' or (>= (byte)'0' and <= (byte)'9')))
            FailFrom(pointer, start, NumericRemedy);
        return TakeNumber(pointer);
    }

    private static NumberRange RangeOf(string comparison, double bound) => comparison switch
    {
        "=" => NumberRange.Only(bound),
        ">" or ">=" => new NumberRange(bound, comparison == ">", double.PositiveInfinity, false),
        _ => new NumberRange(double.NegativeInfinity, false, bound, comparison == "<"),
    };

    private double TakeNumber(string pointer)
    {
        _scanner.Next();
        var start = _scanner.Position;
        if (_json[start] is not ((byte)'-' or (>= (byte)'0' and <= (byte)'9')))
            FailFrom(pointer, start, "a number is wanted here.");
        _scanner.SkipScalar();
        if (!JsonNumber.TryParse(_json[start.._scanner.Position], out var number))
            FailFrom(pointer, start, "write the number as the shortest decimal of a 64-bit floating-point number; it has more digits or is out of range.");
        return number;
    }

    private AddressBlock ParseCidr(string pointer)
    {
        const string Remedy = "cidr takes an address and its prefix length, as in \"10.0.0.0/8\" (0 to 31) or \"2001:db8::/32\" (0 to 127).";
        _scanner.Next();
        var start = _scanner.Position;
        var text = TakeText(pointer, Remedy).AsSpan();
        var slash = text.IndexOf((byte)'/');
        if (slash < 0 || !IpAddress.TryParse(text[..slash], out var address)
            || !Utf8Parser.TryParse(text[(slash + 1)..], out int bits, out var read) || read != text.Length - slash - 1
            || bits < 0 || bits >= address.Size)
        {
            FailFrom(pointer, start, Remedy);
            return default;
        }
        return AddressBlock.Of(address, bits);
    }
}
