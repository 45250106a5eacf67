using Shop.Events;

namespace Shop.Catalog.Contracts;

/// <summary>A product can now be bought.</summary>
/// <remarks>
/// Version 2.0 has everything shown to shoppers, including the description, so a storefront, search or mail need not query the catalog.
/// Events of version 1.0 lack the description, so it could not become required in that version.
/// </remarks>
/// <param name="ProductId">The product.</param>
/// <param name="Name">The name.</param>
/// <param name="Description">The description; empty for events of version 1.0.</param>
/// <param name="Category">The category.</param>
/// <param name="Prices">Its prices, one per currency.</param>
/// <param name="OpeningStock">The opening stock.</param>
/// <param name="Revision">Increases with each change of the product: the larger of two revisions is the newer.</param>
[Event("com.shop.catalog", "Product Listed", Version = "2.0")]
public sealed record ProductListed(
    [ProductId] string ProductId, [Length(1, 200, Example = "Red Kite")] string Name,
    [Length(0, 4000, Example = "Flies in a light breeze.")] string Description,
    [Length(1, 64, Example = "toys")] string Category, [AtLeastItems(1)] IReadOnlyList<Price> Prices,
    [Minimum(0, Example = 120)] int OpeningStock,
    [Minimum(1)] long Revision) : IEvent, IUpcasts<V1.ProductListed, ProductListed>, IAlsoPublishes<V1.ProductListed>
{
    string IEvent.Subject => ProductId;

    static ProductListed IUpcasts<V1.ProductListed, ProductListed>.Upcast(V1.ProductListed old) =>
        new(old.ProductId, old.Name, "", old.Category, old.Prices, old.OpeningStock, old.Revision);

    V1.ProductListed IAlsoPublishes<V1.ProductListed>.Downcast() => new(ProductId, Name, Category, Prices, OpeningStock, Revision);
}

/// <summary>A price in one currency.</summary>
/// <param name="Currency">ISO 4217: USD, EUR or GBP.</param>
/// <param name="Amount">The amount; in major units on the wire.</param>
public sealed record Price([Currency] string Currency, [Minimum(0, Example = 29.99)] Money Amount);
