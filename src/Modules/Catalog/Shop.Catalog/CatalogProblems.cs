using Shop.Web;

namespace Shop.Catalog;

/// <summary>How catalog refuses.</summary>
internal static class CatalogProblems
{
    /// <summary>No such product.</summary>
    public static readonly ProblemCode ProductNotFound = new("product_not_found", 404, "There is no such product",
        "No product with this id is sold: it never was, or it has been withdrawn. GET /v1/products lists those that are.");
}
