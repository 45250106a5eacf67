using Shop.Inventory.Contracts;

namespace Shop.Inventory;

/// <summary>The stock of a product. Only the statements of <see cref="Stock"/> change it.</summary>
internal sealed class StockLevel
{
    public required string ProductId { get; init; }

    /// <summary>Available for sale.</summary>
    public long Available { get; init; }

    /// <summary>Reserved for orders.</summary>
    public long Reserved { get; init; }

    /// <summary>The low-stock threshold; 0 for none.</summary>
    public long Threshold { get; init; }

    /// <summary>Increases with each change of the available quantity.</summary>
    public long Revision { get; init; }

    /// <summary>Whether the available quantity is below the threshold.</summary>
    public bool IsLow => Available < Threshold;

    /// <summary>The stock for events.</summary>
    public ProductStock Published() => new(ProductId, Available, Revision);
}
