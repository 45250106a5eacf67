using Shop.Web;

namespace Shop.Catalog;

/// <summary>A product as the API shows it.</summary>
/// <param name="ProductId">The product id.</param>
/// <param name="Name">The name.</param>
/// <param name="Description">The description, a sentence or two.</param>
/// <param name="Category">Lower case; pass it as <c>category</c> to list similar products.</param>
/// <param name="Price">The unit price in the requested currency.</param>
/// <param name="Available">The quantity available now; 0 when sold out.</param>
internal sealed record ProductResponse(
    string ProductId, string Name, string Description, string Category, PriceTag Price, long Available)
{
    public static ProductResponse Of(Product product, string currency) => new(
        product.ProductId, product.Name, product.Description, product.Category,
        new PriceTag(product.Prices.In(currency).Minor, currency), Math.Max(0, product.Available));
}
