namespace Shop.EventPatterns;

/// <summary>What a pattern asks of one field: that a value passes one of the tests, or that there is none.</summary>
/// <param name="Path">The field's names joined by dots.</param>
/// <param name="Test">What a value must pass; null when only absence is asked for.</param>
/// <param name="AllowsAbsence">The field may be missing: <c>{"exists": false}</c> is among the values.</param>
/// <param name="Json">The array of the pattern that says so.</param>
internal sealed record FieldCondition(string Path, FieldTest? Test, bool AllowsAbsence, string Json)
{
    public bool Matches(in FieldValue value) => Test is not null && Test.Matches(value);
}
