using Shop.Events;

namespace Shop.Catalog.Contracts;

/// <summary>Shoppers are told something else of a product from now on: its name, its description or where they find it.</summary>
/// <param name="ProductId">The product.</param>
/// <param name="Name">What shoppers call it now.</param>
/// <param name="Description">What shoppers are told of it now.</param>
/// <param name="Category">Where shoppers look for it now.</param>
/// <param name="Revision">Grows with each change of the product.</param>
[Event("com.shop.catalog", "Product Changed")]
public sealed record ProductChanged(
    [ProductId] string ProductId, [Length(1, 200, Example = "Red Kite")] string Name, [Length(0, 4000, Example = "Flies in a light breeze.")] string Description,
    [Length(1, 64, Example = "toys")] string Category, [Minimum(1, Example = 2)] long Revision) : IEvent
{
    string IEvent.Subject => ProductId;
}
