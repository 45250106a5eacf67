using Shop.Events;

namespace Shop.Payments.Contracts;

/// <summary>An order's payment was captured on shipment.</summary>
/// <param name="OrderId">The order.</param>
/// <param name="PaymentId">The gateway's payment id.</param>
/// <param name="Amount">The captured amount.</param>
/// <param name="Currency">ISO 4217.</param>
[Event("com.shop.payments", "Payment Captured")]
public sealed record PaymentCaptured(
    [OrderId] string OrderId, [PaymentId] string PaymentId, [Minimum(0, Example = 59.98)] Money Amount, [Currency] string Currency) : IEvent
{
    string IEvent.Subject => OrderId;
}
