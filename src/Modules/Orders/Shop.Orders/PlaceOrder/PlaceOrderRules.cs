using System.Net.Mail;
using Shop.Web;

namespace Shop.Orders;

/// <summary>Validates order requests.</summary>
internal static class PlaceOrderRules
{
    public const int MaxIdLength = 64;
    public const int MaxEmailLength = 254;
    public const int MaxTokenLength = 128;
    public const int MaxItems = 100;
    public const int MaxQuantity = 999;
    public static readonly IReadOnlyList<string> Currencies = ["USD", "EUR", "GBP"];

    /// <summary>Checks the request alone.</summary>
    public static BrokenRules Broken(PlaceOrderRequest request)
    {
        var broken = new BrokenRules();
        broken.Unless(IsCustomerId(request.CustomerId), "/customerId", "customer_id_invalid", "A customerId has 1–64 characters.");
        broken.Unless(IsEmail(request.Email), "/email", "email_invalid", "An email has the form name@host and at most 254 characters.");
        broken.Unless(
            Currencies.Contains(request.Currency), "/currency", "currency_not_supported",
            $"The currency is one of {string.Join(", ", Currencies)}.");
        broken.Unless(Text(request.PaymentToken, MaxTokenLength), "/paymentToken", "payment_token_invalid",
            $"A paymentToken has 1–{MaxTokenLength} characters.");
        Check(request.Items, broken);
        Check(request.ShippingAddress, broken);
        return broken;
    }

    /// <summary>Checks the items.</summary>
    public static void Check(IReadOnlyList<ItemRequest> items, BrokenRules broken)
    {
        broken.Unless(items.Count is >= 1 and <= MaxItems, "/items", "items_count_out_of_range", $"An order has 1–{MaxItems} items.");
        for (var i = 0; i < Math.Min(items.Count, MaxItems); i++)
            Check(items, i, broken);
    }

    public static bool IsCustomerId(string text) => Text(text, MaxIdLength);

    private static void Check(IReadOnlyList<ItemRequest> items, int i, BrokenRules broken)
    {
        broken.Unless(Text(items[i].ProductId, MaxIdLength), $"/items/{i}/productId", "product_id_invalid", "A productId has 1–64 characters.");
        broken.Unless(
            items[i].Quantity is >= 1 and <= MaxQuantity, $"/items/{i}/quantity", "quantity_out_of_range",
            $"A quantity is a whole number from 1 to {MaxQuantity}.");
        broken.Unless(items.Take(i).All(other => other.ProductId != items[i].ProductId), $"/items/{i}/productId", "product_repeated",
            "List each product once: add up the quantities.");
    }

    private static void Check(Contracts.ShippingAddress address, BrokenRules broken)
    {
        broken.Unless(
            address.Country is { Length: 2 } country && country.All(char.IsAsciiLetterUpper), "/shippingAddress/country", "country_invalid",
            "A country is its ISO 3166-1 code of two capital letters.");
        broken.Unless(
            address.State.Length <= 64, "/shippingAddress/state", "state_invalid",
            "A state has at most 64 characters; empty where there is none.");
        broken.Unless(Text(address.City, 128), "/shippingAddress/city", "city_invalid", "A city has 1–128 characters.");
        broken.Unless(Text(address.ZipCode, 16), "/shippingAddress/zipCode", "zip_code_invalid", "A zipCode has 1–16 characters.");
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

    private static bool Text(string text, int limit) =>
        text.Length <= limit && !string.IsNullOrWhiteSpace(text) && !text.Any(char.IsControl);

    private static bool IsEmail(string text) => Text(text, MaxEmailLength) && MailAddress.TryCreate(text, out var address) && address.Address == text;
}
