using Shop.Web;

namespace Shop.Orders;

/// <summary>Problem codes of carts.</summary>
internal static class CartProblems
{
    public static readonly ProblemCode NotFound = new("cart_not_found", 404, "There is no such cart",
        "The cart does not exist or has expired. POST /v1/carts creates a new one.");

    public static readonly ProblemCode CheckedOut = new("cart_checked_out", 409, "The cart is already checked out",
        "A cart can be checked out once and cannot change afterwards. The detail names the order; POST /v1/carts creates a new cart.");

    public static readonly ProblemCode Taken = new("cart_taken", 409, "The cart belongs to another customer",
        "Only a guest's cart, or the customer's own, can be assigned.");
}
