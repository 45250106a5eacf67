using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Caching.Memory;

namespace Shop.Orders;

/// <summary>
/// Caches products and prices, so placing an order needs no query. A change handled by this process applies at once; one handled by another
/// process within <see cref="CacheDuration"/>.
/// </summary>
internal sealed class PriceList : IDisposable
{
    private static readonly TimeSpan CacheDuration = TimeSpan.FromSeconds(2);
    private const int MaxProducts = 10_000;

    private readonly MemoryCache _products = new(new MemoryCacheOptions { SizeLimit = MaxProducts });

    /// <summary>The products with these ids, by id; unknown ones are missing.</summary>
    public async Task<IReadOnlyDictionary<string, OfferedProduct>> Read(IEnumerable<string> ids, OrdersDb db, CancellationToken ct)
    {
        var known = new Dictionary<string, OfferedProduct>();
        var missing = new List<string>();
        foreach (var id in ids)
        {
            if (_products.TryGetValue(id, out OfferedProduct? product)) known[id] = product!;
            else missing.Add(id);
        }
        if (missing.Count == 0)
            return known;

        foreach (var product in await db.Products.AsNoTracking().Where(product => missing.Contains(product.ProductId)).ToListAsync(ct))
            known[product.ProductId] =
                _products.Set(
                product.ProductId, product, new MemoryCacheEntryOptions { Size = 1, AbsoluteExpirationRelativeToNow = CacheDuration });
        return known;
    }

    /// <summary>Drops a changed product from the cache.</summary>
    public void Invalidate(string productId) => _products.Remove(productId);

    public void Dispose() => _products.Dispose();
}
