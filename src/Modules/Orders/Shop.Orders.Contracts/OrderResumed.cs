using Shop.Events;

namespace Shop.Orders.Contracts;

/// <summary>An order is no longer on hold.</summary>
/// <param name="OrderId">The order.</param>
/// <param name="CustomerId">Who ordered.</param>
/// <param name="Email">The customer's e-mail address.</param>
[Event("com.shop.orders", "Order Resumed")]
public sealed record OrderResumed([OrderId] string OrderId, [CustomerId] string CustomerId, [Email] string Email) : IEvent
{
    string IEvent.Subject => OrderId;
}
