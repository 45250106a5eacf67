using Shop.Inventory.Contracts;

namespace Shop.Inventory;

/// <summary>The products that a change has touched, as they became by it.</summary>
internal sealed class ChangedStock(IReadOnlyCollection<StockLevel> levels)
{
    private readonly Dictionary<string, StockLevel> _levels = levels.ToDictionary(level => level.ProductId);

    /// <summary>Those that became low by it.</summary>
    public IReadOnlyList<StockLevel> Low { get; init; } = [];

    /// <summary>A product as events tell it; null when the change has not touched it.</summary>
    public ProductStock? Of(string productId) => _levels.GetValueOrDefault(productId)?.Published();

    /// <summary>The products of these items as events tell them.</summary>
    public IReadOnlyList<ProductStock> Of(IEnumerable<ReservedItem> items) =>
        [.. items.Select(item => item.ProductId).Distinct().Select(Of).OfType<ProductStock>()];
}
