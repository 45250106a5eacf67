using Shop.Web;

namespace Shop.Orders;

/// <summary>Problem codes of this module.</summary>
internal static class OrdersProblems
{
    public static readonly ProblemCode NotFound = new("order_not_found", 404, "There is no such order",
        "The order does not exist. POST /v1/orders returns ids in orderId and in the Location header.");

    public static readonly ProblemCode NotOffered = new("items_not_offered", 422, "Not all items can be bought",
        "A product is unknown, is no longer sold, or has no price in the currency. The errors name the items; GET /v1/products lists "
            + "what can be bought.");

    public static readonly ProblemCode NotCancellable = new("order_not_cancellable", 409, "The order can no longer be cancelled",
        "The order has already ended. GET it to see its status.");

    public static readonly ProblemCode Shipped = new("order_shipped", 409, "The order has shipped and can no longer be cancelled",
        "Once the order is delivered, POST /v1/orders/{id}/returns returns items.");

    public static readonly ProblemCode NotReturnable = new("order_not_returnable", 409, "The order cannot be returned",
        "An order can be returned from delivery until returnableUntil. GET it to see its status and allowedActions.");

    public static readonly ProblemCode ItemsNotReturnable = new("items_not_returnable", 422, "Not all items can be returned",
        "A return cannot exceed the delivered quantity less earlier returns. The errors name the items.");

    public static readonly ProblemCode ReturnNotFound = new("return_not_found", 404, "There is no such return",
        "The order has no return with this id. GET /v1/orders/{id}/returns lists them.");

    public static readonly ProblemCode ReturnDecided = new("return_decided", 409, "The return is already decided",
        "A return can be accepted or refused once.");

    /// <summary>The code for an order that can no longer be cancelled.</summary>
    public static ProblemCode WhyNotCancellable(Order order) =>
        order.State is OrderState.Shipped or OrderState.Delivered ? Shipped : NotCancellable;

    public static readonly ProblemCode NotHeld = new("order_not_held", 409, "The order is not on hold",
        "Only an order on hold because one of its events was dead-lettered can be resumed. GET it to see its status.");
}
