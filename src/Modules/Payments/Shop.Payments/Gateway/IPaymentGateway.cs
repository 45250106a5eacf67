using Shop.Events;

namespace Shop.Payments;

/// <summary>
/// The payment provider. Every operation is idempotent under a business key: a repeated call returns the first result. After an exception,
/// including cancellation, the outcome is unknown: call again.
/// </summary>
internal interface IPaymentGateway
{
    /// <summary>Authorises an amount on the customer's card, unless the key was used before.</summary>
    /// <param name="businessKey">The order's id.</param>
    /// <param name="amount">The amount.</param>
    /// <param name="currency">ISO 4217.</param>
    /// <param name="token">The provider's token for the card.</param>
    /// <param name="ct">Stops waiting; the payment may be authorised anyway.</param>
    Task<AuthorisationOutcome> Authorise(string businessKey, Money amount, string currency, string token, CancellationToken ct);

    /// <summary>
    /// The outcome of the authorisation under this key, regardless of later captures or refunds; null when there was none.
    /// </summary>
    Task<AuthorisationOutcome?> Find(string businessKey, CancellationToken ct);

    /// <summary>Captures what was authorised under this key.</summary>
    /// <returns>What was captured, now or before; null when there is nothing to capture: never authorised, or voided.</returns>
    Task<Authorised?> Capture(string businessKey, CancellationToken ct);

    /// <summary>
    /// Voids an authorisation, or refunds what is left of a captured payment. If nothing was authorised, it closes the key, so that an
    /// authorisation still in flight is declined. If a provider cannot close a key, such an authorisation is voided when it becomes known.
    /// </summary>
    /// <returns>What was voided or refunded, now or before; null when nothing was authorised.</returns>
    Task<VoidOrRefundResult?> VoidOrRefund(string businessKey, CancellationToken ct);

    /// <summary>Refunds a part of a captured payment, once per refund key.</summary>
    /// <param name="businessKey">The order's id.</param>
    /// <param name="refundKey">The return's id.</param>
    /// <param name="amount">The amount.</param>
    /// <param name="ct">Stops waiting; the amount may be refunded anyway.</param>
    /// <returns>Whether it was refunded, now or before; false when less than the amount is left.</returns>
    Task<bool> Refund(string businessKey, string refundKey, Money amount, CancellationToken ct);
}

/// <summary>The outcome of an authorisation: <see cref="Authorised"/> or <see cref="Declined"/>.</summary>
internal abstract record AuthorisationOutcome;

/// <summary>The amount was authorised.</summary>
/// <param name="PaymentId">The provider's payment id.</param>
/// <param name="Amount">The amount.</param>
/// <param name="Currency">ISO 4217.</param>
internal sealed record Authorised(string PaymentId, Money Amount, string Currency) : AuthorisationOutcome;

/// <summary>The amount was not authorised, and will not be under this key.</summary>
/// <param name="Reason">A stable code: <c>card_declined</c>, …</param>
internal sealed record Declined(string Reason) : AuthorisationOutcome;

/// <summary>The result of a void or refund.</summary>
/// <param name="Payment">The authorised payment.</param>
/// <param name="Refunded">The amount refunded, without earlier partial refunds; null for a void, when nothing was captured.</param>
internal sealed record VoidOrRefundResult(Authorised Payment, Money? Refunded);
