using Shop.Web;

namespace Shop.Orders;

/// <summary>What this module refuses, beside what every module does.</summary>
internal static class OrdersProblems
{
    public static readonly ProblemCode NotFound = new("order_not_found", 404, "There is no such order",
        "The id names no order. Ids are given by POST /v1/orders in orderId and in the Location header.");

    public static readonly ProblemCode NotOffered = new("items_not_offered", 422, "Not all items can be bought",
        "A product is unknown, is no longer sold, or has no price in the currency. The errors name the items; GET /v1/products lists what can be bought.");

    public static readonly ProblemCode NotCancellable = new("order_not_cancellable", 409, "The order can no longer be cancelled",
        "The order has ended already. GET it to see how.");

    public static readonly ProblemCode NotHeld = new("order_not_held", 409, "The order is not on hold",
        "Only an order that is held because an event of it was given up can be resumed. GET it to see how it stands.");
}
