using Shop.Events;

namespace Shop.Payments;

/// <summary>A payment as the provider tells of it.</summary>
/// <param name="Key">The business key that was asked about.</param>
/// <param name="Status">authorised, captured, voided, refunded, declined or closed.</param>
/// <param name="PaymentId">The provider's name for it; with the first four.</param>
/// <param name="Amount">Minor units authorised; with the first four.</param>
/// <param name="Currency">ISO 4217; with the first four.</param>
/// <param name="Reason">Why it was declined.</param>
/// <param name="Refunded">Minor units that a cancellation gave back, without the parts that were given back before; with refunded.</param>
internal sealed record PaymentResponse(string? Key, string? Status, string? PaymentId, long? Amount, string? Currency, string? Reason, long? Refunded)
{
    private const int MaxIdLength = 128;

    private bool HasMoney => Status is "authorised" or "captured" or "voided" or "refunded";

    public Authorised Authorised => new(PaymentId!, new Money(Amount!.Value), Currency!);

    public AuthorisationOutcome Outcome => HasMoney ? Authorised : new Declined(Status == "closed" ? "closed_before_it_was_charged" : Reason!);

    public Money RefundedAmount => new(Refunded!.Value);

    /// <summary>The answer itself, when it makes sense in all its parts.</summary>
    /// <exception cref="UnexpectedGatewayResponseException">It does not.</exception>
    public PaymentResponse Validated(string businessKey)
    {
        if (Key != businessKey)
            throw new UnexpectedGatewayResponseException(businessKey, $"it tells of \"{Key}\"");
        if (!HasMoney && Status is not ("declined" or "closed"))
            throw new UnexpectedGatewayResponseException(businessKey, $"it is \"{Status}\"");
        if (HasMoney && (PaymentId is not { Length: > 0 and <= MaxIdLength } || Amount is not >= 0 || string.IsNullOrEmpty(Currency)))
            throw new UnexpectedGatewayResponseException(businessKey, $"it is {Status}, but has no paymentId, amount or currency");
        if (Status == "declined" && Reason is not { Length: > 0 and <= MaxIdLength })
            throw new UnexpectedGatewayResponseException(businessKey, "it is declined without a reason");
        if (Status == "refunded" && !(Refunded >= 0 && Refunded <= Amount))
            throw new UnexpectedGatewayResponseException(businessKey, $"it has refunded {Refunded} of {Amount}");
        return this;
    }
}

/// <summary>The refund of a part as the provider tells of it.</summary>
/// <param name="RefundKey">The refund key that was asked about.</param>
/// <param name="Status">refunded or refused.</param>
/// <param name="Amount">Minor units given back.</param>
internal sealed record RefundResponse(string? RefundKey, string? Status, long? Amount);
