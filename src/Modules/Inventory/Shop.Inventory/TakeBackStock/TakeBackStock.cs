using Microsoft.EntityFrameworkCore;
using Shop.Inventory.Contracts;
using Shop.Orders.Contracts;

namespace Shop.Inventory;

/// <summary>Makes returned items available again, once per return.</summary>
internal sealed class TakeBackStock(InventoryDb db, Stock stock) : IHandleMany<ReturnAccepted>
{
    public async Task Handle(IReadOnlyList<Received<ReturnAccepted>> received, CancellationToken ct)
    {
        var ids = received.Select(back => back.Event.ReturnId).Distinct().ToArray();
        await db.TakenBack.Where(back => EF.Parameter(ids).Contains(back.ReturnId)).LoadAsync(ct);
        var known = db.TakenBack.Local.Select(back => back.ReturnId).ToHashSet();
        var returned = received.Where(back => known.Add(back.Event.ReturnId)).ToList();
        if (returned.Count == 0)
            return;
        db.AddRange(returned.Select(back => new TakenBack { ReturnId = back.Event.ReturnId, OrderId = back.Event.OrderId }));
        var left =
            await stock.PutBack(
            returned.SelectMany(back => back.Event.Items).Select(item => new ReservedItem(item.ProductId, item.Quantity)), ct);
        foreach (var back in returned)
            foreach (var item in back.Event.Items)
                db.Publish(new StockReplenished(item.ProductId, item.Quantity, left.Of(item.ProductId)), causedBy: back);
    }
}

/// <summary>Records that a return's items are back in stock.</summary>
internal sealed class TakenBack
{
    public required string ReturnId { get; init; }

    public required string OrderId { get; init; }
}
