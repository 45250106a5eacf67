namespace Shop.EventPatterns;

/// <summary>A rule's condition for one field: the array of values in EventBridge's pattern language. Made by <see cref="Is"/>.</summary>
public sealed class Matcher : IEquatable<Matcher>
{
    /// <exception cref="InvalidEventPatternException">EventBridge would reject it, such as two asterisks side by side.</exception>
    internal Matcher(string json)
    {
        EventPattern.Parse($"{{\"field\":{json}}}");
        Json = json;
    }

    /// <summary>The JSON array, such as <c>[{"numeric":[">=",1000]}]</c>: what stands for the field in an event pattern.</summary>
    public string Json { get; }

    /// <summary>Satisfied by what satisfies either.</summary>
    public Matcher Or(Matcher other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return new Matcher($"{Json[..^1]},{other.Json[1..]}");
    }

    /// <inheritdoc/>
    public bool Equals(Matcher? other) => other?.Json == Json;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as Matcher);

    /// <inheritdoc/>
    public override int GetHashCode() => Json.GetHashCode(StringComparison.Ordinal);

    /// <inheritdoc cref="Json"/>
    public override string ToString() => Json;
}
