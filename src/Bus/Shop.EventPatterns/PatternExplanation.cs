using System.Text;

namespace Shop.EventPatterns;

/// <summary>Why an event matches a pattern or does not, field by field.</summary>
/// <param name="Matches">Whether the event matches: one alternative holds.</param>
/// <param name="Alternatives">The ways to match that the pattern's $or allow; one when it has none.</param>
public sealed record PatternExplanation(bool Matches, IReadOnlyList<AlternativeExplanation> Alternatives)
{
    /// <summary>The explanation in lines for people.</summary>
    public override string ToString()
    {
        var text = new StringBuilder(Matches ? "The event matches.\n" : "The event does not match.\n");
        for (var i = 0; i < Alternatives.Count; i++)
        {
            if (Alternatives.Count > 1)
                text.Append(FormattableString.Invariant($"Alternative {i + 1} of {Alternatives.Count}: {(Alternatives[i].Holds ? "holds" : "fails")}\n"));
            text.Append(Alternatives[i]);
        }
        return text.ToString();
    }
}

/// <summary>One way to match.</summary>
/// <param name="Holds">Whether all of its fields hold together.</param>
/// <param name="Fields">Each field by itself.</param>
public sealed record AlternativeExplanation(bool Holds, IReadOnlyList<FieldExplanation> Fields)
{
    /// <summary>Every field holds by itself, but no one element of an array has what several of them ask for.</summary>
    public bool FailsInArrays => !Holds && Fields.All(one => one.Holds);

    /// <inheritdoc/>
    public override string ToString() => string.Concat(Fields.Select(field => $"  {field}\n"))
        + (FailsInArrays ? "  Each field holds by itself, but in different elements of an array: one element must have them all.\n" : "");
}

/// <summary>What the pattern wants of one field and what the event has.</summary>
/// <param name="Path">The field's names joined by dots.</param>
/// <param name="Wanted">The pattern's JSON array for the field.</param>
/// <param name="Found">The event's values of the field, as JSON; empty when it has none. Objects and empty arrays are no values.</param>
/// <param name="Holds">Whether a value, or its absence, is what is wanted.</param>
public sealed record FieldExplanation(string Path, string Wanted, IReadOnlyList<string> Found, bool Holds)
{
    /// <inheritdoc/>
    public override string ToString() =>
        $"{(Holds ? "holds" : "FAILS")}  {Path}: wants {Wanted}, the event has {(Found.Count == 0 ? "no value" : string.Join(", ", Found))}";
}
