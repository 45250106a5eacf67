namespace Shop.Orders;

/// <summary>What Orders has heard of an order's payment. Each is a fact that stays, so it is right in whatever order they are heard.</summary>
/// <param name="Authorised">Whether the money was set aside.</param>
/// <param name="Captured">Whether it was taken.</param>
/// <param name="Voided">Whether it was set free, untaken.</param>
/// <param name="Failed">Whether it was declined.</param>
/// <param name="Refunds">What was given back, minor units, by the refund's business key.</param>
/// <param name="AuthorisedAt">When it was set aside, UTC.</param>
/// <param name="CapturedAt">When it was taken, UTC.</param>
internal sealed record OrderPayment(
    bool Authorised = false, bool Captured = false, bool Voided = false, bool Failed = false, IReadOnlyDictionary<string, long>? Refunds = null,
    DateTime? AuthorisedAt = null, DateTime? CapturedAt = null)
{
    /// <summary>What was given back in all, minor units.</summary>
    public long Refunded => Refunds?.Values.Sum() ?? 0;

    public OrderPayment With(string refundId, long amount) =>
        this with { Refunds = new Dictionary<string, long>(Refunds ?? new Dictionary<string, long>()) { [refundId] = amount } };

    /// <summary>What a shopper is told of it.</summary>
    /// <param name="total">What the order came to.</param>
    /// <param name="cancelled">Whether it was cancelled: then what was not taken is not going to be.</param>
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
