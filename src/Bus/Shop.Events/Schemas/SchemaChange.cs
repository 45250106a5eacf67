namespace Shop.Events;

/// <summary>How a version of an event differs from the one that was promised, as a sentence.</summary>
/// <param name="Breaks">Whether somebody who reads the event may fail by it. Then it belongs into a new version.</param>
/// <param name="Sentence">What changed, whom it breaks, and what to do.</param>
public sealed record SchemaChange(bool Breaks, string Sentence)
{
    /// <inheritdoc/>
    public override string ToString() => Sentence;
}

/// <summary>Who hears an event, and what he reads of it.</summary>
/// <param name="Name">The module's name.</param>
/// <param name="Fields">Dotted paths inside <c>detail</c>; who reads <c>items.productId</c> reads <c>items</c> too.</param>
public sealed record Listener(string Name, IReadOnlyCollection<string> Fields)
{
    internal bool Reads(string path) => Fields.Contains(path.TrimEnd('[', ']'));
}
