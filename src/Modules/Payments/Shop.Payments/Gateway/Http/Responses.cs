using Shop.Events;

namespace Shop.Payments;

/// <summary>The provider's response about a payment.</summary>
/// <param name="Key">The business key of the request.</param>
/// <param name="Status">authorised, captured, voided, refunded, declined or closed.</param>
/// <param name="PaymentId">The provider's payment id; present with the first four statuses.</param>
/// <param name="Amount">The authorised amount, minor units; present with the first four statuses.</param>
/// <param name="Currency">ISO 4217; present with the first four statuses.</param>
/// <param name="Reason">Why it was declined.</param>
/// <param name="Refunded">The amount a cancellation refunded, minor units, without earlier partial refunds; present with refunded.</param>
internal sealed record PaymentResponse(
    string? Key, string? Status, string? PaymentId, long? Amount, string? Currency, string? Reason, long? Refunded)
{
    private const int MaxIdLength = 128;

    private bool HasMoney => Status is "authorised" or "captured" or "voided" or "refunded";

    public Authorised Authorised => new(PaymentId!, new Money(Amount!.Value), Currency!);

    public AuthorisationOutcome Outcome =>
        HasMoney ? Authorised : new Declined(Status == "closed" ? "closed_before_it_was_charged" : Reason!);

    public Money RefundedAmount => new(Refunded!.Value);

    /// <summary>Returns this response if it is consistent.</summary>
    /// <exception cref="UnexpectedGatewayResponseException">It is not consistent.</exception>
    public PaymentResponse Validated(string businessKey)
    {
        if (Key != businessKey)
            throw new UnexpectedGatewayResponseException(businessKey, $"its key is \"{Key}\"");
        if (!HasMoney && Status is not ("declined" or "closed"))
            throw new UnexpectedGatewayResponseException(businessKey, $"its status is \"{Status}\"");
        if (HasMoney && (PaymentId is not { Length: > 0 and <= MaxIdLength } || Amount is not >= 0 || string.IsNullOrEmpty(Currency)))
            throw new UnexpectedGatewayResponseException(
                businessKey, $"its status is {Status}, but it has no paymentId, amount or currency");
        if (Status == "declined" && Reason is not { Length: > 0 and <= MaxIdLength })
            throw new UnexpectedGatewayResponseException(businessKey, "it is declined without a reason");
        if (Status == "refunded" && !(Refunded >= 0 && Refunded <= Amount))
            throw new UnexpectedGatewayResponseException(businessKey, $"it reports {Refunded} of {Amount} refunded");
        return this;
    }
}

/// <summary>The provider's response about a partial refund.</summary>
/// <param name="RefundKey">The refund key of the request.</param>
/// <param name="Status">refunded or refused.</param>
/// <param name="Amount">The refunded amount, minor units.</param>
internal sealed record RefundResponse(string? RefundKey, string? Status, long? Amount);
