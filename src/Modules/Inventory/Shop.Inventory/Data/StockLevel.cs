using Shop.Inventory.Contracts;

namespace Shop.Inventory;

/// <summary>How many of a product there are. Changed by the statements of <see cref="Stock"/> only.</summary>
internal sealed class StockLevel
{
    public required string ProductId { get; init; }

    /// <summary>Can be sold.</summary>
    public long Available { get; init; }

    /// <summary>Set aside for orders.</summary>
    public long Reserved { get; init; }

    /// <summary>Stock is low when fewer can be sold; 0 when nobody watches it.</summary>
    public long Threshold { get; init; }

    /// <summary>Grows with each change of what can be sold.</summary>
    public long Revision { get; init; }

    /// <summary>Whether fewer can be sold than there should be.</summary>
    public bool IsLow => Available < Threshold;

    /// <summary>As events tell it.</summary>
    public ProductStock Published() => new(ProductId, Available, Revision);
}
