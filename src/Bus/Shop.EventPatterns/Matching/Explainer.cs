using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Shop.EventPatterns;

/// <summary>Takes a match apart again, for people. Not for the hot path.</summary>
internal static class Explainer
{
    public static PatternExplanation Explain(FieldCondition[][] alternatives, ReadOnlySpan<byte> json)
    {
        var rules = new Rules([.. alternatives.Select(alternative => new[] { alternative })]);
        var scratch = new MatchScratch();
        MatchRun.Match(rules, json, scratch);
        var explained = new List<AlternativeExplanation>();
        for (var i = 0; i < alternatives.Length; i++)
            explained.Add(Explain(alternatives[i], scratch.Matched.Contains(i), rules, scratch.Flat, json));
        return new PatternExplanation(scratch.Matched.Count > 0, explained);
    }

    private static AlternativeExplanation Explain(
        FieldCondition[] alternative, bool holds, Rules rules, FlatEvent flat, ReadOnlySpan<byte> json)
    {
        var fields = new List<FieldExplanation>();
        foreach (var condition in alternative)
        {
            var field = rules.FieldOf[Array.FindIndex(rules.Conditions, shared => shared.Path == condition.Path)];
            fields.Add(Explain(condition, field, flat, json));
        }
        return new AlternativeExplanation(holds, fields);
    }

    private static FieldExplanation Explain(FieldCondition condition, int field, FlatEvent flat, ReadOnlySpan<byte> json)
    {
        var found = new List<string>();
        var holds = condition.AllowsAbsence && flat.First(field) == EventValue.None;
        for (var number = flat.First(field); number != EventValue.None; number = flat[number].Next)
        {
            var value = flat.View(json, number);
            holds |= condition.Matches(value);
            var text = Encoding.UTF8.GetString(value.Text);
            found.Add(value.IsText ? $"\"{JsonEncodedText.Encode(text, JavaScriptEncoder.UnsafeRelaxedJsonEscaping)}\"" : text);
        }
        return new FieldExplanation(condition.Path, condition.Json, found, holds || MayBeAbsentInAnElement(condition, field, flat));
    }

    // Beside a chosen element that lacks the field, others may have it.
    private static bool MayBeAbsentInAnElement(FieldCondition condition, int field, FlatEvent flat) =>
        condition.AllowsAbsence && flat.First(field) != EventValue.None && !flat.HasOutsideArrays(field);
}
