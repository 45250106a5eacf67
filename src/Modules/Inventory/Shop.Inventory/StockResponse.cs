namespace Shop.Inventory;

/// <summary>How many of a product there are.</summary>
/// <param name="ProductId">The product.</param>
/// <param name="Available">Can be sold.</param>
/// <param name="Reserved">Set aside for orders.</param>
/// <param name="Threshold">Stock is low when fewer can be sold; 0 when nobody watches it.</param>
/// <param name="Low">Whether it is.</param>
internal sealed record StockResponse(string ProductId, long Available, long Reserved, long Threshold, bool Low)
{
    public static StockResponse Of(StockLevel level) => new(level.ProductId, level.Available, level.Reserved, level.Threshold, level.IsLow);
}
