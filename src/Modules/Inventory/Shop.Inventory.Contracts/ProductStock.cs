using Shop.Events;

namespace Shop.Inventory.Contracts;

/// <summary>
/// How many of a product can be sold after what the event tells. Events come in any order and may come again long after: of several, the one
/// with the greatest revision is the newest.
/// </summary>
/// <param name="ProductId">The product.</param>
/// <param name="Available">How many can be sold.</param>
/// <param name="Revision">Grows with each change of that number.</param>
public sealed record ProductStock([ProductId] string ProductId, [Minimum(0, Example = 118)] long Available, [Minimum(1, Example = 7)] long Revision);
