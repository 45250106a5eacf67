using Shop.Web;

namespace Shop.Orders;

/// <summary>Validates cart requests.</summary>
internal static class CartRules
{
    public static BrokenRules Broken(CreateCartRequest request)
    {
        var broken = new BrokenRules();
        broken.Unless(PlaceOrderRules.Currencies.Contains(request.Currency), "/currency", "currency_not_supported",
            $"The currency is one of {string.Join(", ", PlaceOrderRules.Currencies)}.");
        if (request.CustomerId is { } customer)
            PlaceOrderRules.CheckCustomerId(customer, broken);
        if (request.Items is { Count: > 0 } items)
            PlaceOrderRules.Check(items, broken);
        return broken;
    }

    /// <summary>Checks items against the catalogue copy: only items that can be bought go into a cart.</summary>
    public static BrokenRules Broken(
        IReadOnlyList<ItemRequest> items, string currency, IReadOnlyDictionary<string, OfferedProduct> products)
    {
        var broken = new BrokenRules();
        for (var i = 0; i < items.Count; i++)
            foreach (var note in QuoteNote.Of(items[i].ProductId, products.GetValueOrDefault(items[i].ProductId), [currency]))
                broken.Unless(false, $"/items/{i}/productId", note.Code, note.Detail);
        return broken;
    }
}
