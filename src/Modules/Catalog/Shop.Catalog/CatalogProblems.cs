using Shop.Web;

namespace Shop.Catalog;

/// <summary>How catalog refuses.</summary>
internal static class CatalogProblems
{
    /// <summary>No such product.</summary>
    public static readonly ProblemCode ProductNotFound = new("product_not_found", 404, "There is no such product",
        "No product with this id is sold: it never was, or it has been withdrawn. GET /v1/products lists those that are.");

    /// <summary>The id is taken.</summary>
    public static readonly ProblemCode ProductExists = new("product_exists", 409, "There is such a product already",
        "A product's id is given once and stays. Give the new product another, or change the one that there is.");
}
