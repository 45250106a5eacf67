namespace Shop.Catalog;

/// <summary>A product as operators see it, and as its ETag is made of. Its stock is not in it: that changes without them.</summary>
/// <param name="ProductId">To order it by.</param>
/// <param name="Name">What it is called.</param>
/// <param name="Description">What it is, in a sentence or two.</param>
/// <param name="Category">Lower case.</param>
/// <param name="Prices">What one costs, in minor units.</param>
/// <param name="Withdrawn">Whether it is sold no more.</param>
/// <param name="Revision">Grows with each change; the events carry it.</param>
internal sealed record OperatedProduct(
    string ProductId, string Name, string Description, string Category, PricesBody Prices, bool Withdrawn, long Revision)
{
    public static OperatedProduct Of(Product product) => new(
        product.ProductId, product.Name, product.Description, product.Category, PricesBody.Of(product.Prices), product.Withdrawn, product.Revision);
}
