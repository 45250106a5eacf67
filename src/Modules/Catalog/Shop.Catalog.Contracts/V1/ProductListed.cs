using Shop.Events;

namespace Shop.Catalog.Contracts.V1;

/// <summary>A product can be bought from now on. Said beside version 2.0 for those who hear this one.</summary>
/// <param name="ProductId">The product.</param>
/// <param name="Name">What shoppers call it.</param>
/// <param name="Category">Where shoppers look for it.</param>
/// <param name="Prices">What it costs, once a currency.</param>
/// <param name="OpeningStock">How many the warehouse begins with.</param>
/// <param name="Revision">Grows with each change of the product: of two events the one with the larger revision is the later.</param>
[Event("com.shop.catalog", "Product Listed")]
public sealed record ProductListed(
    [ProductId] string ProductId, [Length(1, 200, Example = "Red Kite")] string Name, [Length(1, 64, Example = "toys")] string Category,
    [AtLeastItems(1)] IReadOnlyList<Price> Prices, [Minimum(0, Example = 120)] int OpeningStock, [Minimum(1)] long Revision) : IEvent
{
    string IEvent.Subject => ProductId;
}
