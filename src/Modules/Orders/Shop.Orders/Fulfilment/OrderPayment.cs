namespace Shop.Orders;

/// <summary>What Orders knows of a payment. Facts only accumulate, so the order of events does not matter.</summary>
/// <param name="Authorised">Whether the payment was authorised.</param>
/// <param name="Captured">Whether it was captured.</param>
/// <param name="Voided">Whether it was voided before capture.</param>
/// <param name="Failed">Whether it was declined.</param>
/// <param name="Refunds">Refunds in minor units, by the refund's business key.</param>
/// <param name="AuthorisedAt">When it was authorised, UTC.</param>
/// <param name="CapturedAt">When it was captured, UTC.</param>
internal sealed record OrderPayment(
    bool Authorised = false, bool Captured = false, bool Voided = false, bool Failed = false,
    IReadOnlyDictionary<string, long>? Refunds = null,
    DateTime? AuthorisedAt = null, DateTime? CapturedAt = null)
{
    /// <summary>The total refunded, minor units.</summary>
    public long Refunded => Refunds?.Values.Sum() ?? 0;

    public OrderPayment With(string refundId, long amount) =>
        this with { Refunds = new Dictionary<string, long>(Refunds ?? new Dictionary<string, long>()) { [refundId] = amount } };

    /// <summary>The payment status shown to the customer.</summary>
    /// <param name="total">The order total.</param>
    /// <param name="cancelled">Whether the order is cancelled: then nothing more will be captured.</param>
    public PaymentStatus Status(long total, bool cancelled) => this switch
    {
        { Voided: true } => PaymentStatus.Voided,
        { Refunded: > 0 } => Refunded >= total ? PaymentStatus.Refunded : PaymentStatus.PartiallyRefunded,
        { Captured: true } => PaymentStatus.Paid,
        { Authorised: true } => PaymentStatus.Authorized,
        { Failed: true } => PaymentStatus.Failed,
        _ => cancelled ? PaymentStatus.Voided : PaymentStatus.Pending,
    };
}
