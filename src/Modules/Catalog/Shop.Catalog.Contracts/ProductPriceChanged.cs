using Shop.Events;

namespace Shop.Catalog.Contracts;

/// <summary>A product's prices changed; existing orders keep theirs.</summary>
/// <param name="ProductId">The product.</param>
/// <param name="Prices">The new prices, one per currency.</param>
/// <param name="Revision">Increases with each change of the product.</param>
[Event("com.shop.catalog", "Product Price Changed")]
public sealed record ProductPriceChanged(
    [ProductId] string ProductId, [AtLeastItems(1)] IReadOnlyList<Price> Prices, [Minimum(1, Example = 2)] long Revision) : IEvent
{
    string IEvent.Subject => ProductId;
}
