using Shop.Events;

namespace Shop.Catalog.Contracts.V1;

/// <summary>A product can now be bought. Published alongside version 2.0 for subscribers of version 1.0.</summary>
/// <param name="ProductId">The product.</param>
/// <param name="Name">The name.</param>
/// <param name="Category">The category.</param>
/// <param name="Prices">Its prices, one per currency.</param>
/// <param name="OpeningStock">The opening stock.</param>
/// <param name="Revision">Increases with each change of the product: the larger of two revisions is the newer.</param>
[Event("com.shop.catalog", "Product Listed")]
public sealed record ProductListed(
    [ProductId] string ProductId, [Length(1, 200, Example = "Red Kite")] string Name, [Length(1, 64, Example = "toys")] string Category,
    [AtLeastItems(1)] IReadOnlyList<Price> Prices, [Minimum(0, Example = 120)] int OpeningStock, [Minimum(1)] long Revision) : IEvent
{
    string IEvent.Subject => ProductId;
}
