namespace Shop.Inventory;

/// <summary>The stock of a product.</summary>
/// <param name="ProductId">The product.</param>
/// <param name="Available">Available for sale.</param>
/// <param name="Reserved">Reserved for orders.</param>
/// <param name="Threshold">The low-stock threshold; 0 for none.</param>
/// <param name="Low">Whether the stock is low.</param>
internal sealed record StockResponse(string ProductId, long Available, long Reserved, long Threshold, bool Low)
{
    public static StockResponse Of(StockLevel level) => new(level.ProductId, level.Available, level.Reserved, level.Threshold, level.IsLow);
}
