using Shop.Web;

namespace Shop.Catalog;

/// <summary>Validates products.</summary>
internal static class ProductRules
{
    public const string Id = "^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$";
    public const string Category = "^[a-z0-9][a-z0-9-]{0,63}$";
    public const int MaxNameLength = 200;
    public const int MaxDescriptionLength = 4000;
    public const int MaxOpeningStock = 1_000_000_000;

    public static void CheckId(this BrokenRules broken, string id) => broken.Unless(
        id.Length is >= 1 and <= 64 && char.IsAsciiLetterOrDigit(id[0])
            && id.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '_' or '-'),
        "/productId", "product_id_invalid",
        "A productId has 1–64 letters, digits, dots, underscores and hyphens of ASCII, and begins with a letter or digit.");

    public static void CheckTexts(this BrokenRules broken, string? name, string? description, string? category)
    {
        broken.Unless(name is null || PeopleText.IsLine(name, MaxNameLength), "/name", "name_invalid",
            $"A name has 1–{MaxNameLength} characters on one line, at least one of them visible, and none that changes the direction of text.");
        broken.Unless(
            string.IsNullOrEmpty(description) || PeopleText.IsText(description, MaxDescriptionLength), "/description", "description_invalid",
            $"A description has at most {MaxDescriptionLength} characters, at least one of them visible, and none that changes the direction of text; of "
            + "control characters, only line breaks and tabs.");
        broken.Unless(
            category is null
                || (category.Length is >= 1 and <= 64 && category[0] != '-'
                && category.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-')),
            "/category", "category_invalid",
            "A category has 1–64 lower-case letters, digits and hyphens of ASCII, and does not begin with a hyphen.");
    }

    public static void CheckPrices(this BrokenRules broken, PricesBody? prices)
    {
        foreach (
            var (amount, currency) in prices is null
            ? [] : ((long, string)[])[(prices.Usd, "usd"), (prices.Eur, "eur"), (prices.Gbp, "gbp")])
            broken.Unless(amount is >= PricesBody.Min and <= PricesBody.Max, $"/prices/{currency}", "price_out_of_range",
                $"A price is {PricesBody.Min} to {PricesBody.Max} minor units (cents, pence).");
    }

    public static void CheckOpeningStock(this BrokenRules broken, int stock) => broken.Unless(
        stock is >= 0 and <= MaxOpeningStock, "/openingStock", "opening_stock_out_of_range",
        $"An opening stock is 0 to {MaxOpeningStock}.");
}
