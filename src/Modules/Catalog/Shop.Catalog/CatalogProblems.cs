using Shop.Web;

namespace Shop.Catalog;

/// <summary>Problem codes of the catalog.</summary>
internal static class CatalogProblems
{
    /// <summary>No such product.</summary>
    public static readonly ProblemCode ProductNotFound = new("product_not_found", 404, "There is no such product",
        "No product with this id is on sale: it never was, or it has been withdrawn. GET /v1/products lists the products on sale.");

    /// <summary>The id is taken.</summary>
    public static readonly ProblemCode ProductExists = new("product_exists", 409, "The product already exists",
        "A product id is unique and permanent. Use another id for the new product, or change the existing one.");
}
