using Shop.Web;

namespace Shop.Shipping;

/// <summary>Problem codes of shipping.</summary>
internal static class ShippingProblems
{
    /// <summary>The same as where orders are read.</summary>
    public static readonly ProblemCode OrderNotFound = new("order_not_found", 404, "There is no such order",
        "The order does not exist. POST /v1/orders returns ids in orderId and in the Location header.");
}
