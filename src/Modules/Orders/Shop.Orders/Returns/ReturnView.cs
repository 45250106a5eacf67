using System.ComponentModel.DataAnnotations;
using Shop.Web;

namespace Shop.Orders;

/// <summary>A request for a return.</summary>
/// <param name="Items">Products of the order, each once.</param>
/// <param name="Reason">The reason.</param>
internal sealed record RequestReturnRequest(
    [property: MinLength(1), MaxLength(PlaceOrderRules.MaxItems)] IReadOnlyList<ItemRequest> Items,
    [property: StringLength(RequestReturnRules.MaxReasonLength)] string? Reason = null);

/// <summary>A return as customers and operators see it.</summary>
/// <param name="ReturnId">The return.</param>
/// <param name="OrderId">The order.</param>
/// <param name="Status">requested, accepted or refused.</param>
/// <param name="Items">The returned items.</param>
/// <param name="Refund">The refund if accepted.</param>
/// <param name="Reason">The customer's reason.</param>
/// <param name="Decision">The operator's reason.</param>
/// <param name="RequestedAt">UTC.</param>
/// <param name="DecidedAt">UTC; null until decided.</param>
/// <param name="RefundedAt">UTC; null until refunded.</param>
internal sealed record ReturnView(
    string ReturnId, string OrderId, ReturnState Status, IReadOnlyList<ItemRequest> Items, PriceTag Refund, string? Reason,
    string? Decision,
    DateTime RequestedAt, DateTime? DecidedAt, DateTime? RefundedAt)
{
    public static ReturnView Of(OrderReturn back) => new(
        back.ReturnId, back.OrderId, back.State, [.. back.Items.Select(item => new ItemRequest(item.ProductId, item.Quantity))],
        new PriceTag(back.Amount, back.Currency), back.Reason, back.Decision, back.RequestedAt, back.DecidedAt, back.RefundedAt);
}
