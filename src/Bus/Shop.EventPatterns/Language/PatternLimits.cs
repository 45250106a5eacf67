namespace Shop.EventPatterns;

/// <summary>Limits on the cost of a pattern. A pattern beyond them is rejected, as EventBridge rejects one that is too complex.</summary>
internal static class PatternLimits
{
    /// <summary>Fields of one alternative, as in AWS's matcher.</summary>
    public const int Fields = 256;

    /// <summary>Alternatives that a pattern's $or multiply to.</summary>
    public const int Alternatives = 1000;

    /// <summary>
    /// Asterisks in the wildcards of one field: how many places of them can be open at once in the worst text, which is what AWS limits.
    /// </summary>
    public const int Asterisks = 256;
}
