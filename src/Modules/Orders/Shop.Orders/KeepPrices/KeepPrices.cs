using Microsoft.EntityFrameworkCore;
using Shop.Catalog.Contracts;
using Shop.Events;
using Shop.Messaging;

namespace Shop.Orders;

/// <summary>Keeps the prices by which orders are charged. Right in any order of the events: each says which revision of the product it is of.</summary>
internal sealed class KeepPrices(OrdersDb db, PriceList prices) : IHandleMany<ProductListed>, IHandleMany<ProductPriceChanged>, IHandleMany<ProductWithdrawn>
{
    public Task Handle(IReadOnlyList<Heard<ProductListed>> heard, CancellationToken ct) => Keep(heard, (product, listed) =>
    {
        product.Name = listed.Name;
        SetPrices(product, listed.Prices, listed.Revision);
    }, ct);

    public Task Handle(IReadOnlyList<Heard<ProductPriceChanged>> heard, CancellationToken ct) =>
        Keep(heard, (product, changed) => SetPrices(product, changed.Prices, changed.Revision), ct);

    public Task Handle(IReadOnlyList<Heard<ProductWithdrawn>> heard, CancellationToken ct) =>
        Keep(heard, (product, _) => product.Withdrawn = true, ct);

    private async Task Keep<TEvent>(IReadOnlyList<Heard<TEvent>> heard, Action<OfferedProduct, TEvent> change, CancellationToken ct)
        where TEvent : IEvent
    {
        var ids = heard.Select(h => h.Event.Subject).Distinct().ToList();
        var known = await db.Products.Where(product => ids.Contains(product.ProductId)).ToDictionaryAsync(product => product.ProductId, ct);
        foreach (var id in ids.Where(id => !known.ContainsKey(id)))
            db.Add(known[id] = new OfferedProduct { ProductId = id });
        foreach (var one in heard)
            change(known[one.Event.Subject], one.Event);
        db.AfterCommit(() => ids.ForEach(prices.Forget));
    }

    private static void SetPrices(OfferedProduct product, IReadOnlyList<Price> prices, long revision)
    {
        if (revision <= product.Revision)
            return;
        product.Prices = prices.ToDictionary(price => price.Currency, price => price.Amount.Minor);
        product.Revision = revision;
    }
}
