namespace Shop.EventPatterns;

/// <summary>
/// JSON text that breaks off or breaks the grammar. It never leaves this library: patterns and events have exceptions of their own.
/// </summary>
internal sealed class MalformedJsonException(string problem, int position) : FormatException(problem)
{
    public int Position { get; } = position;
}
