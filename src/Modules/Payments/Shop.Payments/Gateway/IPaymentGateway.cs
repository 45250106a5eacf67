using Shop.Events;

namespace Shop.Payments;

/// <summary>
/// The payment provider. Everything is done under a business key, once: asked again, it answers what it did the first time. An exception,
/// a cancelled call among them, means that nobody knows what happened: ask again.
/// </summary>
internal interface IPaymentGateway
{
    /// <summary>Sets money aside on the customer's card, unless something happened under this key already.</summary>
    /// <param name="businessKey">The order's id.</param>
    /// <param name="amount">How much.</param>
    /// <param name="currency">ISO 4217.</param>
    /// <param name="token">What the provider gave the customer for this payment.</param>
    /// <param name="ct">Gives up waiting; it may be authorised all the same.</param>
    Task<AuthorisationOutcome> Authorise(string businessKey, Money amount, string currency, string token, CancellationToken ct);

    /// <summary>What an authorisation under this key came to, whatever became of the money since; null when there was none.</summary>
    Task<AuthorisationOutcome?> Find(string businessKey, CancellationToken ct);

    /// <summary>Takes what was authorised under this key.</summary>
    /// <returns>What was taken, now or before; null when there is nothing to take: it was never authorised, or was set free.</returns>
    Task<Authorised?> Capture(string businessKey, CancellationToken ct);

    /// <summary>
    /// Sets free what was authorised under this key, or gives back what is left of what was taken. When nothing was authorised, it closes the
    /// key, so that an authorisation which is still on its way is declined. Should a provider be unable to close, such an authorisation is given
    /// back when it is heard of.
    /// </summary>
    /// <returns>What was given back, now or before; null when nothing was authorised.</returns>
    Task<VoidOrRefundResult?> VoidOrRefund(string businessKey, CancellationToken ct);

    /// <summary>Gives back a part of what was taken under a key, once a refund key.</summary>
    /// <param name="businessKey">The order's id.</param>
    /// <param name="refundKey">The return's id.</param>
    /// <param name="amount">How much.</param>
    /// <param name="ct">Gives up waiting; it may be given back all the same.</param>
    /// <returns>Whether it was given back, now or before; false when less than that is left of what was taken.</returns>
    Task<bool> Refund(string businessKey, string refundKey, Money amount, CancellationToken ct);
}

/// <summary>What became of an authorisation: <see cref="Authorised"/> or <see cref="Declined"/>.</summary>
internal abstract record AuthorisationOutcome;

/// <summary>The money was set aside.</summary>
/// <param name="PaymentId">The provider's name for the payment.</param>
/// <param name="Amount">How much.</param>
/// <param name="Currency">ISO 4217.</param>
internal sealed record Authorised(string PaymentId, Money Amount, string Currency) : AuthorisationOutcome;

/// <summary>The money was not set aside, and will not be under this key.</summary>
/// <param name="Reason">A stable code: <c>card_declined</c>, …</param>
internal sealed record Declined(string Reason) : AuthorisationOutcome;

/// <summary>The customer has his money again.</summary>
/// <param name="Payment">What had been authorised.</param>
/// <param name="Refunded">What had been taken and was given back, without the parts that were given back before; null when nothing had been taken.</param>
internal sealed record VoidOrRefundResult(Authorised Payment, Money? Refunded);
