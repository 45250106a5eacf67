using Shop.Events;

namespace Shop.Catalog.Contracts;

/// <summary>A product's name, description or category changed.</summary>
/// <param name="ProductId">The product.</param>
/// <param name="Name">The new name.</param>
/// <param name="Description">The new description.</param>
/// <param name="Category">The new category.</param>
/// <param name="Revision">Increases with each change of the product.</param>
[Event("com.shop.catalog", "Product Changed")]
public sealed record ProductChanged(
    [ProductId] string ProductId, [Length(1, 200, Example = "Red Kite")] string Name,
    [Length(0, 4000, Example = "Flies in a light breeze.")] string Description,
    [Length(1, 64, Example = "toys")] string Category, [Minimum(1, Example = 2)] long Revision) : IEvent
{
    string IEvent.Subject => ProductId;
}
