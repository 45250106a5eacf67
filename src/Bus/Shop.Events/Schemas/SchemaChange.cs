namespace Shop.Events;

/// <summary>A difference between the code's version of an event and the published one.</summary>
/// <param name="Breaks">Whether it may break a subscriber. Then it needs a new version.</param>
/// <param name="Sentence">What changed, whom it breaks, and what to do.</param>
public sealed record SchemaChange(bool Breaks, string Sentence)
{
    /// <inheritdoc/>
    public override string ToString() => Sentence;
}

/// <summary>A module that subscribes to an event, and the fields that it reads.</summary>
/// <param name="Name">The module's name.</param>
/// <param name="Fields">Dotted paths inside <c>detail</c>; a reader of <c>items.productId</c> reads <c>items</c> too.</param>
public sealed record Listener(string Name, IReadOnlyCollection<string> Fields)
{
    internal bool Reads(string path) => Fields.Contains(path.TrimEnd('[', ']'));
}
