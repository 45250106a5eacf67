using Microsoft.EntityFrameworkCore;
using Shop.Catalog.Contracts;
using Shop.Events;

namespace Shop.Orders;

/// <summary>Updates the catalogue copy. Events may arrive in any order: each carries the product's revision.</summary>
internal sealed class UpdatePrices(OrdersDb db, PriceList prices) :
    IHandleMany<ProductListed>, IHandleMany<ProductChanged>, IHandleMany<ProductPriceChanged>, IHandleMany<ProductWithdrawn>
{
    public Task Handle(IReadOnlyList<Received<ProductListed>> received, CancellationToken ct) => Update(received, (product, listed) =>
    {
        SetName(product, listed.Name, listed.Revision);
        SetPrices(product, listed.Prices, listed.Revision);
        SetWithdrawn(product, false, listed.Revision);
    }, ct);

    public Task Handle(IReadOnlyList<Received<ProductChanged>> received, CancellationToken ct) =>
        Update(received, (product, changed) => SetName(product, changed.Name, changed.Revision), ct);

    public Task Handle(IReadOnlyList<Received<ProductPriceChanged>> received, CancellationToken ct) =>
        Update(received, (product, changed) => SetPrices(product, changed.Prices, changed.Revision), ct);

    public Task Handle(IReadOnlyList<Received<ProductWithdrawn>> received, CancellationToken ct) =>
        Update(received, (product, withdrawn) => SetWithdrawn(product, true, withdrawn.Revision), ct);

    private async Task Update<TEvent>(IReadOnlyList<Received<TEvent>> received, Action<OfferedProduct, TEvent> change, CancellationToken ct)
        where TEvent : IEvent
    {
        var ids = received.Select(h => h.Event.Subject).Distinct().ToList();
        await db.Products.Where(product => ids.Contains(product.ProductId)).LoadAsync(ct);
        // Includes unsaved products added by another rule of this batch.
        var known = db.Products.Local.Where(product => ids.Contains(product.ProductId)).ToDictionary(product => product.ProductId);
        foreach (var id in ids.Where(id => !known.ContainsKey(id)))
            db.Add(known[id] = new OfferedProduct { ProductId = id });
        foreach (var one in received)
            change(known[one.Event.Subject], one.Event);
        db.AfterCommit(() => ids.ForEach(prices.Invalidate));
    }

    private static void SetName(OfferedProduct product, string name, long revision)
    {
        if (revision > product.NamedRevision)
            (product.Name, product.NamedRevision) = (name, revision);
    }

    private static void SetWithdrawn(OfferedProduct product, bool withdrawn, long revision)
    {
        if (revision > product.ListedRevision)
            (product.Withdrawn, product.ListedRevision) = (withdrawn, revision);
    }

    private static void SetPrices(OfferedProduct product, IReadOnlyList<Price> prices, long revision)
    {
        if (revision <= product.Revision)
            return;
        product.Prices = prices.ToDictionary(price => price.Currency, price => price.Amount.Minor);
        product.Revision = revision;
    }
}
