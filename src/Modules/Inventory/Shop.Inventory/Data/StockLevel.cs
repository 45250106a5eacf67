namespace Shop.Inventory;

/// <summary>How many of a product there are. Changed by the statements of <see cref="Stock"/> only.</summary>
internal sealed class StockLevel
{
    public required string ProductId { get; init; }

    /// <summary>Can be sold.</summary>
    public long Available { get; init; }

    /// <summary>Set aside for orders.</summary>
    public long Reserved { get; init; }
}
