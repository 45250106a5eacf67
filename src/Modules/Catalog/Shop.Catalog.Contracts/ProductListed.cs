using Shop.Events;

namespace Shop.Catalog.Contracts;

/// <summary>A product can be bought from now on.</summary>
/// <param name="ProductId">The product.</param>
/// <param name="Name">What shoppers call it.</param>
/// <param name="Category">Where shoppers look for it.</param>
/// <param name="Prices">What it costs, once a currency.</param>
/// <param name="OpeningStock">How many the warehouse begins with.</param>
/// <param name="Revision">Grows with each change of the product: of two events the one with the larger revision is the later.</param>
[Event("com.shop.catalog", "Product Listed")]
public sealed record ProductListed(
    string ProductId, string Name, string Category, IReadOnlyList<Price> Prices, int OpeningStock, long Revision) : IEvent
{
    string IEvent.Subject => ProductId;
}

/// <summary>What a product costs in one currency.</summary>
/// <param name="Currency">ISO 4217: USD, EUR or GBP.</param>
/// <param name="Amount">In major units on the wire.</param>
public sealed record Price(string Currency, Money Amount);
