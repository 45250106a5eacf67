namespace Shop.Catalog;

/// <summary>
/// A product as operators see it; its ETag is computed from this. Stock is not included, because it changes independently.
/// </summary>
/// <param name="ProductId">The product id.</param>
/// <param name="Name">The name.</param>
/// <param name="Description">The description, a sentence or two.</param>
/// <param name="Category">Lower case.</param>
/// <param name="Prices">The unit prices, in minor units.</param>
/// <param name="Withdrawn">Whether it is withdrawn from sale.</param>
/// <param name="Revision">Increases with each change; events carry it.</param>
internal sealed record OperatedProduct(
    string ProductId, string Name, string Description, string Category, PricesBody Prices, bool Withdrawn, long Revision)
{
    public static OperatedProduct Of(Product product) => new(
        product.ProductId, product.Name, product.Description, product.Category, PricesBody.Of(product.Prices), product.Withdrawn,
        product.Revision);
}
