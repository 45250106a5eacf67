namespace Shop.Catalog;

/// <summary>A product as the API shows it.</summary>
/// <param name="ProductId">To order it by.</param>
/// <param name="Name">What it is called.</param>
/// <param name="Description">What it is, in a sentence or two.</param>
/// <param name="Category">Lower case; pass it as <c>category</c> to list the like.</param>
/// <param name="Price">What one costs, in the currency that was asked for.</param>
/// <param name="Available">How many can be bought now; 0 when it is sold out.</param>
internal sealed record ProductResponse(
    string ProductId, string Name, string Description, string Category, PriceResponse Price, long Available)
{
    public static ProductResponse Of(Product product, string currency) => new(
        product.ProductId, product.Name, product.Description, product.Category,
        new PriceResponse(product.Prices.In(currency).Minor, currency), Math.Max(0, product.Available));
}

/// <summary>An amount of money.</summary>
/// <param name="Amount">In minor units: cents, pence.</param>
/// <param name="Currency">ISO 4217.</param>
internal sealed record PriceResponse(long Amount, string Currency);
