namespace Shop.EventPatterns;

/// <summary>Where the parser is in a pattern.</summary>
/// <param name="Pointer">The JSON pointer, for messages.</param>
/// <param name="Path">The field's dotted path, which $or is no part of; null at the top.</param>
/// <param name="InOr">Inside a $or, where operators' names are reserved.</param>
/// <param name="Depth">How many objects are open.</param>
internal readonly record struct FieldPlace(string Pointer, string? Path, bool InOr, int Depth)
{
    public FieldPlace Of(string name) => At(name) with { Path = Path is null ? name : $"{Path}.{name}" };

    public FieldPlace At(string step) => this with { Pointer = Step(Pointer, step) };

    public static string Step(string pointer, string step) =>
        $"{pointer}/{step.Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal)}";
}
