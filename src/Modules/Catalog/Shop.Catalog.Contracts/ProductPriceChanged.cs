using Shop.Events;

namespace Shop.Catalog.Contracts;

/// <summary>A product costs something else from now on; orders placed before keep their price.</summary>
/// <param name="ProductId">The product.</param>
/// <param name="Prices">What it costs now, once a currency.</param>
/// <param name="Revision">Grows with each change of the product.</param>
[Event("com.shop.catalog", "Product Price Changed")]
public sealed record ProductPriceChanged(
    [ProductId] string ProductId, [AtLeastItems(1)] IReadOnlyList<Price> Prices, [Minimum(1, Example = 2)] long Revision) : IEvent
{
    string IEvent.Subject => ProductId;
}
