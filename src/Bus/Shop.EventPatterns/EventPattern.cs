using System.Text;

namespace Shop.EventPatterns;

/// <summary>
/// An Amazon EventBridge event pattern: which events a rule is for. It accepts what EventBridge accepts and matches what AWS's matcher
/// (event-ruler) matches. Immutable and safe for many threads.
/// </summary>
/// <example>
/// <code>
/// var large = EventPattern.Parse("""{ "detail": { "totalAmount": [{ "numeric": [">=", 1000] }] } }""");
/// if (large.Matches(eventBytes)) …
/// </code>
/// </example>
public sealed class EventPattern
{
    private readonly string _json;
    private readonly Lazy<Rules> _rules;

    private EventPattern(string json, FieldCondition[][] alternatives)
    {
        _json = json;
        Alternatives = alternatives;
        _rules = new Lazy<Rules>(() => new Rules([alternatives]));
    }

    /// <summary>Every field that the pattern tests, its names joined by dots.</summary>
    public IEnumerable<string> Fields => Alternatives.SelectMany(conditions => conditions).Select(condition => condition.Path).Distinct();

    /// <summary>The pattern's condition for each field, in every alternative of its <c>$or</c>.</summary>
    public IEnumerable<PatternCondition> Conditions =>
        Alternatives.SelectMany(conditions => conditions).Select(condition => new PatternCondition(condition.Path, condition.Json)).Distinct();

    /// <summary>The ways to match: each the conditions that must hold together, in the ordinal order of their paths.</summary>
    internal FieldCondition[][] Alternatives { get; }

    /// <summary>Reads a pattern.</summary>
    /// <exception cref="InvalidEventPatternException">EventBridge would reject it; the message says where, why and what is
    /// valid.</exception>
    public static EventPattern Parse(string json)
    {
        ArgumentNullException.ThrowIfNull(json);
        return new EventPattern(json, PatternParser.Parse(Encoding.UTF8.GetBytes(json)));
    }

    /// <inheritdoc cref="Parse(string)"/>
    public static EventPattern Parse(ReadOnlySpan<byte> utf8Json) =>
        new(Encoding.UTF8.GetString(utf8Json), PatternParser.Parse(utf8Json));

    /// <summary>
    /// Whether the event, a JSON object in UTF-8, matches. To ask many patterns about one event use <see cref="RuleSet"/>.
    /// </summary>
    /// <exception cref="InvalidEventException">The bytes are not one JSON object in UTF-8.</exception>
    public bool Matches(ReadOnlySpan<byte> utf8Event)
    {
        var scratch = MatchScratch.Take();
        try
        {
            MatchRun.Match(_rules.Value, utf8Event, scratch);
            return scratch.Matched.Count > 0;
        }
        finally
        {
            scratch.GiveBack();
        }
    }

    /// <summary>Why the event matches or not, field by field: for people who write patterns, slower than <see cref="Matches"/>.</summary>
    /// <exception cref="InvalidEventException">The bytes are not one JSON object in UTF-8.</exception>
    public PatternExplanation Explain(ReadOnlySpan<byte> utf8Event) => Explainer.Explain(Alternatives, utf8Event);

    /// <summary>The pattern's JSON as it was given.</summary>
    public override string ToString() => _json;
}

/// <summary>A pattern's condition for one field.</summary>
/// <param name="Path">The field's names joined by dots.</param>
/// <param name="Json">The array of the pattern that says which values match.</param>
public readonly record struct PatternCondition(string Path, string Json);
