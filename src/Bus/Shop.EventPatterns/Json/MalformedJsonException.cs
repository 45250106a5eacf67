namespace Shop.EventPatterns;

/// <summary>JSON text that breaks off or breaks the grammar. It never leaves this library: pattern and event each say it their way.</summary>
internal sealed class MalformedJsonException(string problem, int position) : FormatException(problem)
{
    public int Position { get; } = position;
}
