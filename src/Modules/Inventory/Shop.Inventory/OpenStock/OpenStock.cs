using Shop.Catalog.Contracts.V1;
using Shop.Inventory.Contracts;

namespace Shop.Inventory;

/// <summary>Creates the opening stock of a listed product. Only the first listing counts.</summary>
internal sealed class OpenStock(InventoryDb db, Stock stock) : IHandleMany<ProductListed>
{
    public async Task Handle(IReadOnlyList<Received<ProductListed>> received, CancellationToken ct)
    {
        var listed = received.DistinctBy(listing => listing.Event.ProductId).ToList();
        var opened = await stock.Open(listed.Select(listing => new ReservedItem(listing.Event.ProductId, listing.Event.OpeningStock)), ct);
        foreach (var listing in listed.Where(listing => listing.Event.OpeningStock > 0))
            if (opened.Of(listing.Event.ProductId) is { } shelf)
                db.Publish(new StockReplenished(listing.Event.ProductId, listing.Event.OpeningStock, shelf), causedBy: listing);
    }
}
