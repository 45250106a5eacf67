using Microsoft.EntityFrameworkCore;

namespace Shop.Orders;

/// <summary>Builds quotes from Orders' copies of prices and stock.</summary>
internal sealed class Quotes(OrdersDb db, PriceList prices)
{
    public async Task<Quote> Of(IReadOnlyList<CartLine> lines, CancellationToken ct)
    {
        var ids = lines.Select(line => line.ProductId).ToList();
        var stock = await db.Stock.AsNoTracking().Where(stock => ids.Contains(stock.ProductId))
            .ToDictionaryAsync(stock => stock.ProductId, stock => stock.Available, ct);
        return Quote.Of(lines, await prices.Read(ids, db, ct), PlaceOrderRules.Currencies).With(stock);
    }
}
