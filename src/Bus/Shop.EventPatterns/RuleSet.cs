namespace Shop.EventPatterns;

/// <summary>
/// Named patterns compiled together, so that one reading of an event finds all that match, in time that hardly grows with their number.
/// Immutable; matching is safe for many threads, takes no lock and allocates nothing but the list's own growth.
/// </summary>
public sealed class RuleSet
{
    private readonly KeyValuePair<string, EventPattern>[] _given;
    private readonly string[] _names;
    private readonly Rules _rules;

    private RuleSet(KeyValuePair<string, EventPattern>[] given)
    {
        _given = given;
        var byName = given.GroupBy(rule => rule.Key, rule => rule.Value, StringComparer.Ordinal).ToArray();
        _names = [.. byName.Select(rule => rule.Key)];
        _rules = new Rules([.. byName.Select(rule => rule.SelectMany(pattern => pattern.Alternatives).ToArray())]);
    }

    /// <summary>How many rules there are.</summary>
    public int Count => _names.Length;

    /// <summary>Compiles rules. A name that comes twice is one rule, which matches when either pattern does.</summary>
    public static RuleSet Create(IEnumerable<KeyValuePair<string, EventPattern>> rules) => new([.. rules]);

    /// <summary>
    /// The same rules and one more, as a new set; this one stays as it is. It compiles all of them again (10,000 rules take some
    /// hundreds of milliseconds), so give many at once to <see cref="Create"/>.
    /// </summary>
    public RuleSet Add(string name, EventPattern pattern) => new([.. _given, new(name, pattern)]);

    /// <summary>
    /// Adds the names of the rules that match the event, a JSON object in UTF-8, to <paramref name="matched"/>, in no order.
    /// </summary>
    /// <exception cref="InvalidEventException">The bytes are not one JSON object in UTF-8.</exception>
    public void Match(ReadOnlySpan<byte> utf8Event, List<string> matched)
    {
        var scratch = MatchScratch.Take();
        try
        {
            MatchRun.Match(_rules, utf8Event, scratch);
            foreach (var rule in scratch.Matched)
                matched.Add(_names[rule]);
        }
        finally
        {
            scratch.GiveBack();
        }
    }
}
