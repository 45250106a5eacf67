using Shop.Events;

namespace Shop.Catalog.Contracts;

/// <summary>A product can be bought from now on.</summary>
/// <remarks>
/// 2.0 has all that a shopper is shown, so that a storefront, a search or a mail need not ask the catalog: the description is always
/// there. Events of 1.0 lack it, so it could not be put into that version.
/// </remarks>
/// <param name="ProductId">The product.</param>
/// <param name="Name">What shoppers call it.</param>
/// <param name="Description">What shoppers are told of it; empty when it was listed in version 1.0.</param>
/// <param name="Category">Where shoppers look for it.</param>
/// <param name="Prices">What it costs, once a currency.</param>
/// <param name="OpeningStock">How many the warehouse begins with.</param>
/// <param name="Revision">Grows with each change of the product: of two events the one with the larger revision is the later.</param>
[Event("com.shop.catalog", "Product Listed", Version = "2.0")]
public sealed record ProductListed(
    [ProductId] string ProductId, [Length(1, 200, Example = "Red Kite")] string Name, [Length(0, 4000, Example = "Flies in a light breeze.")] string Description,
    [Length(1, 64, Example = "toys")] string Category, [AtLeastItems(1)] IReadOnlyList<Price> Prices, [Minimum(0, Example = 120)] int OpeningStock,
    [Minimum(1)] long Revision) : IEvent, IUpcasts<V1.ProductListed, ProductListed>, IAlsoPublishes<V1.ProductListed>
{
    string IEvent.Subject => ProductId;

    static ProductListed IUpcasts<V1.ProductListed, ProductListed>.Upcast(V1.ProductListed old) =>
        new(old.ProductId, old.Name, "", old.Category, old.Prices, old.OpeningStock, old.Revision);

    V1.ProductListed IAlsoPublishes<V1.ProductListed>.Downcast() => new(ProductId, Name, Category, Prices, OpeningStock, Revision);
}

/// <summary>What a product costs in one currency.</summary>
/// <param name="Currency">ISO 4217: USD, EUR or GBP.</param>
/// <param name="Amount">In major units on the wire.</param>
public sealed record Price([Currency] string Currency, [Minimum(0, Example = 29.99)] Money Amount);
