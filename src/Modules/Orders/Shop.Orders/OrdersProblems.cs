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

    public static readonly ProblemCode Shipped = new("order_shipped", 409, "The order is on its way and can no longer be cancelled",
        "Its parcel has left. Once it is delivered, POST /v1/orders/{id}/returns gives back what is not wanted.");

    public static readonly ProblemCode NotReturnable = new("order_not_returnable", 409, "The order cannot be returned",
        "An order is returned after it is delivered, until returnableUntil. GET it to see how it stands and what may be done (allowedActions).");

    public static readonly ProblemCode ItemsNotReturnable = new("items_not_returnable", 422, "Not all of this can be returned",
        "A return has no more of a product than was delivered, without what was returned or asked to be before. The errors name the items.");

    public static readonly ProblemCode ReturnNotFound = new("return_not_found", 404, "There is no such return",
        "The id names no return of this order. GET /v1/orders/{id}/returns lists them.");

    public static readonly ProblemCode ReturnDecided = new("return_decided", 409, "The return is decided already",
        "A return is accepted or refused once.");

    /// <summary>Why an order cannot be cancelled any more.</summary>
    public static ProblemCode WhyNotCancellable(Order order) =>
        order.State is OrderState.Shipped or OrderState.Delivered ? Shipped : NotCancellable;

    public static readonly ProblemCode NotHeld = new("order_not_held", 409, "The order is not on hold",
        "Only an order that is held because an event of it was given up can be resumed. GET it to see how it stands.");
}
