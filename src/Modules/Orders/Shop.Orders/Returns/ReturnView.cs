using System.ComponentModel;

namespace Shop.Orders;

/// <summary>A return as its customer asks for it.</summary>
internal sealed record RequestReturnRequest(
    [property: Description("1–100 lines, each product of the order once.")] IReadOnlyList<ItemRequest> Items,
    [property: Description("Why, at most 500 characters.")] string? Reason = null);

/// <summary>A return as customers and operators see it.</summary>
/// <param name="ReturnId">The return.</param>
/// <param name="OrderId">The order.</param>
/// <param name="Status">requested, accepted or refused.</param>
/// <param name="Items">What comes back.</param>
/// <param name="Refund">What is refunded when it is accepted.</param>
/// <param name="Reason">The customer's words.</param>
/// <param name="Decision">The operator's words.</param>
/// <param name="RequestedAt">UTC.</param>
/// <param name="DecidedAt">UTC; null while nobody has decided.</param>
/// <param name="RefundedAt">UTC; null while the money has not been given back.</param>
internal sealed record ReturnView(
    string ReturnId, string OrderId, ReturnState Status, IReadOnlyList<ItemRequest> Items, PriceTag Refund, string? Reason, string? Decision,
    DateTime RequestedAt, DateTime? DecidedAt, DateTime? RefundedAt)
{
    public static ReturnView Of(OrderReturn back) => new(
        back.ReturnId, back.OrderId, back.State, [.. back.Items.Select(item => new ItemRequest(item.ProductId, item.Quantity))],
        new PriceTag(back.Amount, back.Currency), back.Reason, back.Decision, back.RequestedAt, back.DecidedAt, back.RefundedAt);
}

/// <summary>The returns of an order, oldest first.</summary>
internal sealed record ReturnsView(string OrderId, IReadOnlyList<ReturnView> Returns);
