using Shop.Web;

namespace Shop.Orders;

/// <summary>Validates order requests.</summary>
internal static class PlaceOrderRules
{
    public const int MaxIdLength = 64;
    public const int MaxTokenLength = 128;
    public const int MaxItems = 100;
    public const int MaxQuantity = 999;
    public static readonly IReadOnlyList<string> Currencies = ["USD", "EUR", "GBP"];

    /// <summary>Checks the request alone.</summary>
    public static BrokenRules Broken(PlaceOrderRequest request)
    {
        var broken = new BrokenRules();
        CheckCustomerId(request.CustomerId, broken);
        broken.Unless(EmailAddress.IsValid(request.Email), "/email", "email_invalid",
            $"An email has the form name@host and at most {EmailAddress.MaxLength} characters. The name has letters, digits and !#$%&'*+/=?^_`{{|}}~- of "
            + "ASCII, and dots only between them; the host may be international.");
        broken.Unless(
            Currencies.Contains(request.Currency), "/currency", "currency_not_supported",
            $"The currency is one of {string.Join(", ", Currencies)}.");
        broken.Unless(
            PeopleText.IsLine(request.PaymentToken, MaxTokenLength), "/paymentToken", "payment_token_invalid",
            $"A paymentToken has 1–{MaxTokenLength} characters.");
        Check(request.Items, broken);
        Check(request.ShippingAddress, broken);
        return broken;
    }

    /// <summary>Checks the items.</summary>
    public static void Check(IReadOnlyList<ItemRequest> items, BrokenRules broken)
    {
        broken.Unless(items.Count is >= 1 and <= MaxItems, "/items", "items_count_out_of_range", $"List 1–{MaxItems} items.");
        for (var i = 0; i < Math.Min(items.Count, MaxItems); i++)
            Check(items, i, broken);
    }

    /// <summary>Checks a customer's id.</summary>
    public static void CheckCustomerId(string text, BrokenRules broken) => broken.Unless(PeopleText.IsLine(text, MaxIdLength), "/customerId",
        "customer_id_invalid", $"A customerId has 1–{MaxIdLength} characters, at least one of them visible.");

    private static void Check(IReadOnlyList<ItemRequest> items, int i, BrokenRules broken)
    {
        broken.Unless(PeopleText.IsLine(items[i].ProductId, MaxIdLength), $"/items/{i}/productId", "product_id_invalid",
            $"A productId has 1–{MaxIdLength} characters.");
        broken.Unless(
            items[i].Quantity is >= 1 and <= MaxQuantity, $"/items/{i}/quantity", "quantity_out_of_range",
            $"A quantity is a whole number from 1 to {MaxQuantity}.");
        broken.Unless(items.Take(i).All(other => other.ProductId != items[i].ProductId), $"/items/{i}/productId", "product_repeated",
            "List each product once: add up the quantities.");
    }

    private static void Check(Contracts.ShippingAddress address, BrokenRules broken)
    {
        broken.Unless(
            Countries.Has(address.Country), "/shippingAddress/country", "country_invalid",
            "A country is its ISO 3166-1 code of two capital letters, such as US, DE or GB.");
        broken.Unless(
            PeopleText.IsLineOrEmpty(address.State, 64), "/shippingAddress/state", "state_invalid",
            "A state has at most 64 characters, at least one of them visible; it is empty where there is none.");
        broken.Unless(
            PeopleText.IsLine(address.City, 128), "/shippingAddress/city", "city_invalid",
            "A city has 1–128 characters, at least one of them visible, and none that changes the direction of text.");
        broken.Unless(
            PeopleText.IsLine(address.ZipCode, 16), "/shippingAddress/zipCode", "zip_code_invalid",
            "A zipCode has 1–16 characters, at least one of them visible.");
    }

    /// <summary>Checks the requested products against the catalogue copy.</summary>
    public static BrokenRules Broken(PlaceOrderRequest request, IReadOnlyDictionary<string, OfferedProduct> products)
    {
        var broken = new BrokenRules();
        for (var i = 0; i < request.Items.Count; i++)
        {
            var product = products.GetValueOrDefault(request.Items[i].ProductId);
            broken.Unless(
                product is { Name.Length: > 0 }, $"/items/{i}/productId", "product_unknown",
                $"There is no product {request.Items[i].ProductId}.");
            broken.Unless(
                product is not { Withdrawn: true }, $"/items/{i}/productId", "product_withdrawn", $"{product?.Name} is no longer sold.");
            broken.Unless(
                product is not { IsOffered: true }
                || product.Prices.ContainsKey(request.Currency), $"/items/{i}/productId", "price_missing",
                $"{product?.Name} has no price in {request.Currency}.");
        }
        return broken;
    }
}
