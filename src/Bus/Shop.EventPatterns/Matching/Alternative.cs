namespace Shop.EventPatterns;

/// <summary>
/// Fields that must hold together for a rule: one way through its $or. Its conditions' numbers lie in <see cref="Rules.Numbers"/>, all
/// alternatives' together, for a match that looks at many must not wait for memory at each.
/// </summary>
/// <param name="Rule">The rule's number.</param>
/// <param name="First">Where its conditions' numbers start: first all in the ordinal order of their paths, in which absence is
/// decided.</param>
/// <param name="Middle">Where they start again: those beside the anchor, likeliest to fail first.</param>
/// <param name="End">Where they end.</param>
internal readonly record struct Alternative(int Rule, int First, int Middle, int End);

/// <summary>The alternatives that wait for a condition: a run of <see cref="Rules.Alternatives"/>.</summary>
/// <param name="First">The first of them.</param>
/// <param name="End">The one after the last.</param>
/// <param name="IsFoundExactly">A value that the index finds passes; see <see cref="FieldTest.IsFoundExactly"/>.</param>
internal readonly record struct Anchor(int First, int End, bool IsFoundExactly);
