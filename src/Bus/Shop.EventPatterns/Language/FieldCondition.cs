namespace Shop.EventPatterns;

/// <summary>A pattern's condition for one field: a value passes one of the tests, or there is no value.</summary>
/// <param name="Path">The field's names joined by dots.</param>
/// <param name="Test">What a value must pass; null when only absence matches.</param>
/// <param name="AllowsAbsence">The field may be missing: <c>{"exists": false}</c> is among the values.</param>
/// <param name="Json">The condition's array in the pattern.</param>
internal sealed record FieldCondition(string Path, FieldTest? Test, bool AllowsAbsence, string Json)
{
    public bool Matches(in FieldValue value) => Test is not null && Test.Matches(value);
}
