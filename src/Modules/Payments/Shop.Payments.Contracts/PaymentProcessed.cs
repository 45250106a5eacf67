using Shop.Events;

namespace Shop.Payments.Contracts;

/// <summary>An order's payment is authorised: the amount is set aside on the customer's card, and captured when the order is shipped.</summary>
/// <param name="OrderId">The order.</param>
/// <param name="PaymentId">The gateway's name for the payment.</param>
/// <param name="Amount">What was authorised.</param>
/// <param name="Currency">ISO 4217.</param>
[Event("com.shop.payments", "Payment Processed")]
public sealed record PaymentProcessed([OrderId] string OrderId, [PaymentId] string PaymentId, [Minimum(0, Example = 59.98)] Money Amount, [Currency] string Currency) : IEvent
{
    string IEvent.Subject => OrderId;
}
