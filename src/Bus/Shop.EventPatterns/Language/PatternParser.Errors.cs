using System.Collections.Frozen;
using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace Shop.EventPatterns;

internal ref partial struct PatternParser
{
    private const string Operators =
        "prefix, suffix, equals-ignore-case, anything-but, numeric, cidr, exists or wildcard";

    // AWS reserves the operators that exist and those that it may add.
    private static readonly FrozenSet<string> ReservedInOr = FrozenSet.Create(
        "exactly", "equals-ignore-case", "prefix", "suffix", "anything-but", "exists", "wildcard", "numeric", "cidr",
        "=", "<", "<=", ">", ">=", "regex", "not-wildcard", "not-equals-ignore-case",
        "date-after", "date-on-or-after", "date-before", "date-on-or-before", "in-date-range",
        "ip-address-in-range", "ip-address-not-in-range");

    /// <summary>Refuses the value that comes next.</summary>
    [DoesNotReturn]
    private void FailAt(string pointer, string remedy)
    {
        _scanner.Next();
        FailFrom(pointer, _scanner.Position, remedy);
    }

    /// <summary>Refuses the value that starts at <paramref name="start"/>.</summary>
    [DoesNotReturn]
    private readonly void FailFrom(string pointer, int start, string remedy)
    {
        var value = new JsonScanner(_json) { Position = start };
        value.SkipValue();
        throw new InvalidEventPatternException(pointer, Encoding.UTF8.GetString(_json[start..value.Position]).Trim(), remedy);
    }
}
