using Shop.Inventory.Contracts;

namespace Shop.Inventory;

/// <summary>The stock levels of products after a change.</summary>
internal sealed class ChangedStock(IReadOnlyCollection<StockLevel> levels)
{
    private readonly Dictionary<string, StockLevel> _levels = levels.ToDictionary(level => level.ProductId);

    /// <summary>The products that became low.</summary>
    public IReadOnlyList<StockLevel> Low { get; init; } = [];

    /// <summary>A product's stock for events; null if unchanged.</summary>
    public ProductStock? Of(string productId) => _levels.GetValueOrDefault(productId)?.Published();

    /// <summary>The stock of these items' products, for events.</summary>
    public IReadOnlyList<ProductStock> Of(IEnumerable<ReservedItem> items) =>
        [.. items.Select(item => item.ProductId).Distinct().Select(Of).OfType<ProductStock>()];
}
