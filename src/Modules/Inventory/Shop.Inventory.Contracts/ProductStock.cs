using Shop.Events;

namespace Shop.Inventory.Contracts;

/// <summary>
/// The stock of a product after the event. Events arrive in any order and may be delivered again much later: the one with the greatest
/// revision is the newest.
/// </summary>
/// <param name="ProductId">The product.</param>
/// <param name="Available">The quantity available for sale.</param>
/// <param name="Revision">Increases with each change of the available quantity.</param>
public sealed record ProductStock(
    [ProductId] string ProductId, [Minimum(0, Example = 118)] long Available, [Minimum(1, Example = 7)] long Revision);
