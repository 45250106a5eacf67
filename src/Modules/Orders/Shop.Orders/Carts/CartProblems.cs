using Shop.Web;

namespace Shop.Orders;

/// <summary>What is refused of carts.</summary>
internal static class CartProblems
{
    public static readonly ProblemCode NotFound = new("cart_not_found", 404, "There is no such cart",
        "The id names no cart, or the cart was not used for so long that it is forgotten. POST /v1/carts gives a new one.");

    public static readonly ProblemCode CheckedOut = new("cart_checked_out", 409, "The cart has become an order",
        "A cart is ordered once and not changed afterwards. The detail names the order; POST /v1/carts gives a new cart.");

    public static readonly ProblemCode Taken = new("cart_taken", 409, "The cart is another customer's",
        "Only a guest's cart can be taken over, or the customer's own once more.");
}
