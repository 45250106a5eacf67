using Shop.Events;

namespace Shop.Catalog.Contracts;

/// <summary>A product can no longer be bought.</summary>
/// <param name="ProductId">The product.</param>
/// <param name="Revision">Increases with each change of the product.</param>
[Event("com.shop.catalog", "Product Withdrawn")]
public sealed record ProductWithdrawn([ProductId] string ProductId, [Minimum(1, Example = 3)] long Revision) : IEvent
{
    string IEvent.Subject => ProductId;
}
