using Shop.Events;

namespace Shop.Payments;

/// <summary>
/// The payment provider. Everything is done under a business key, once: asked again, it answers what it did the first time. An exception,
/// a cancelled call among them, means that nobody knows what happened: ask again.
/// </summary>
internal interface IPaymentGateway
{
    /// <summary>Charges, unless something happened under this key already.</summary>
    /// <param name="businessKey">The order's id.</param>
    /// <param name="amount">What to charge.</param>
    /// <param name="currency">ISO 4217.</param>
    /// <param name="token">What the provider gave the customer for this payment.</param>
    /// <param name="ct">Gives up waiting; it may have charged all the same.</param>
    Task<ChargeOutcome> Charge(string businessKey, Money amount, string currency, string token, CancellationToken ct);

    /// <summary>What a charge under this key came to; null when there was none.</summary>
    Task<ChargeOutcome?> Find(string businessKey, CancellationToken ct);

    /// <summary>
    /// Gives back what was captured under this key. When nothing was, it closes the key, so that a charge which is still on its way
    /// is declined. Should a provider be unable to close, such a charge is given back when it is heard of.
    /// </summary>
    /// <returns>What was given back, now or before; null when nothing was captured.</returns>
    Task<Captured?> Refund(string businessKey, CancellationToken ct);
}

/// <summary>What became of a charge: <see cref="Captured"/> or <see cref="Declined"/>.</summary>
internal abstract record ChargeOutcome;

/// <summary>The money was taken.</summary>
/// <param name="PaymentId">The provider's name for the charge.</param>
/// <param name="Amount">How much.</param>
/// <param name="Currency">ISO 4217.</param>
internal sealed record Captured(string PaymentId, Money Amount, string Currency) : ChargeOutcome;

/// <summary>The money was not taken, and will not be under this key.</summary>
/// <param name="Reason">A stable code: <c>card_declined</c>, …</param>
internal sealed record Declined(string Reason) : ChargeOutcome;
