using Shop.Events;
using Shop.Payments.Contracts;

namespace Shop.Payments;

/// <summary>
/// An order's payment. Events and gateway results arrive duplicated, late and in any order; each is one of the methods below, which changes
/// the state and returns the events to publish, once.
/// <code>
///              | expected    | authorised       | declined   | captured            | cancelled   | voided        | refunded         | nothing to refund
///   New        | Requested   | Authorised  P    | Declined F | Captured  P, C      | Cancelled   | Voided  P, V  | Refunded P, C, B | Cancelled
///   Requested  |             | Authorised  P    | Declined F | Captured  P, C      | Refunding R | Voided  P, V  | Refunded P, C, B | Cancelled
///   Authorised |             |                  |            | Captured     C      | Refunding R | Voided     V  | Refunded    C, B | (refused)
///   Captured   |             |                  |            |                     | Refunding R | (refused)     | Refunded       B | (refused)
///   Declined   |             | Refunding   P, R |            | Refunding P, C, R   |             | Voided  P, V  | Refunded P, C, B |
///   Cancelled  | Refunding R | Refunding   P, R |            | Refunding P, C, R   |             | Voided  P, V  | Refunded P, C, B |
///   Refunding  |             | the same    P ¹  |            | the same  P ¹, C ¹  |             | Voided  P ¹, V | Refunded P ¹, C ¹, B | Cancelled ²
///   Voided     |             |                  |            |                     |             |               |                  |
///   Refunded   |             |                  |            |                     |             |               |                  |
///
///   P Payment Processed   F Payment Failed   C Payment Captured   R Refund Requested   V Payment Voided   B Payment Refunded
///   ¹ unless published before; a captured payment cannot be voided: (refused)
///   ² (refused) when authorised
///   A payment is expected once: replayed, the request changes nothing.
/// </code>
/// An unknown outcome is never approved: only a gateway result authorises or captures. For a cancelled order, a decline publishes nothing.
/// "(refused)" throws: the gateway contradicts itself, so the call is retried and finally dead-lettered for a person.
/// </summary>
internal sealed class Payment(string orderId)
{
    /// <summary>The order, and the business key of its only payment.</summary>
    public string OrderId { get; private init; } = orderId;

    public PaymentState State { get; private set; }

    /// <summary>The gateway's payment id; set once Payment Processed is published.</summary>
    public string? PaymentId { get; private set; }

    /// <summary>The requested amount, then the authorised one.</summary>
    public Money? Amount { get; private set; }

    public string? Currency { get; private set; }

    /// <summary>The captured amount; set once Payment Captured is published.</summary>
    public Money? CapturedAmount { get; private set; }

    /// <summary>Why it was declined.</summary>
    public string? Reason { get; private set; }

    /// <summary>The partial refunds for returns.</summary>
    public IReadOnlyList<PartialRefund> Refunds { get; private set; } = [];

    /// <summary>A payment was requested.</summary>
    public IReadOnlyList<IEvent> Expect(Money amount, string currency)
    {
        if (State is not (PaymentState.New or PaymentState.Cancelled) || Amount is not null)
            return [];
        (Amount, Currency) = (amount, currency);
        // A call that started before the cancellation was known may still authorise it.
        return State is PaymentState.New ? Enter(PaymentState.Requested) : Enter(PaymentState.Refunding, new RefundRequested(OrderId));
    }

    /// <summary>The gateway authorised the amount.</summary>
    public IReadOnlyList<IEvent> Authorise(Authorised known)
    {
        if (PaymentId is not null)
            return [];
        var published = RecordMoney(known, captured: false);
        return State switch
        {
            PaymentState.New or PaymentState.Requested => Enter(PaymentState.Authorised, published),
            PaymentState.Cancelled or PaymentState.Declined => Enter(PaymentState.Refunding, [.. published, new RefundRequested(OrderId)]),
            _ => published,
        };
    }

    /// <summary>The gateway declined.</summary>
    public IReadOnlyList<IEvent> Decline(string reason)
    {
        if (State is not (PaymentState.New or PaymentState.Requested))
            return [];
        Reason = reason;
        return Enter(PaymentState.Declined, new PaymentFailed(OrderId, reason));
    }

    /// <summary>The gateway captured the amount.</summary>
    public IReadOnlyList<IEvent> Capture(Authorised known)
    {
        if (State is PaymentState.Captured or PaymentState.Voided or PaymentState.Refunded)
            return [];
        var published = RecordMoney(known, captured: true);
        return State switch
        {
            PaymentState.New or PaymentState.Requested or PaymentState.Authorised => Enter(PaymentState.Captured, published),
            PaymentState.Cancelled or PaymentState.Declined => Enter(PaymentState.Refunding, [.. published, new RefundRequested(OrderId)]),
            _ => published,
        };
    }

    /// <summary>The order was cancelled.</summary>
    public IReadOnlyList<IEvent> Cancel() => State switch
    {
        PaymentState.New => Enter(PaymentState.Cancelled),
        PaymentState.Requested or PaymentState.Authorised or PaymentState.Captured =>
            Enter(PaymentState.Refunding, new RefundRequested(OrderId)),
        _ => [],
    };

    /// <summary>The gateway voided or refunded, possibly before its authorisation result arrived.</summary>
    /// <exception cref="InvalidOperationException">It reported a capture before and now reports a void.</exception>
    public IReadOnlyList<IEvent> RecordVoidOrRefund(VoidOrRefundResult returned)
    {
        if (State is PaymentState.Voided or PaymentState.Refunded)
            return [];
        if (returned.Refunded is null && CapturedAmount is not null)
            throw Contradiction($"captured {PaymentId} for {OrderId} and now reports it as voided");
        var published = RecordMoney(returned.Payment, captured: returned.Refunded is not null);
        return returned.Refunded is { } amount
            ? Enter(PaymentState.Refunded, [.. published, new PaymentRefunded(OrderId, PaymentId!, amount, Currency!, OrderId)])
            : Enter(PaymentState.Voided, [.. published, new PaymentVoided(OrderId, PaymentId!, Amount!.Value, Currency!)]);
    }

    /// <summary>The gateway has nothing to refund and will not authorise any more.</summary>
    /// <exception cref="InvalidOperationException">It reported an authorisation before.</exception>
    public IReadOnlyList<IEvent> RecordNothingToRefund()
    {
        if (State is PaymentState.Authorised or PaymentState.Captured or PaymentState.Refunding && PaymentId is not null)
            throw Contradiction($"authorised {PaymentId} for {OrderId} and now reports nothing to refund");
        return State is PaymentState.New or PaymentState.Requested or PaymentState.Refunding ? Enter(PaymentState.Cancelled) : [];
    }

    /// <summary>A partial refund is due for a return.</summary>
    public IReadOnlyList<IEvent> RequestRefund(string refundId, Money amount)
    {
        if (Refunds.Any(refund => refund.RefundId == refundId))
            return [];
        Refunds = [.. Refunds, new PartialRefund(refundId, amount, Refunded: false)];
        return [new RefundRequested(OrderId, refundId)];
    }

    /// <summary>The gateway made a partial refund.</summary>
    public IReadOnlyList<IEvent> RecordPartialRefund(string refundId)
    {
        var refund = Refunds.Single(refund => refund.RefundId == refundId);
        if (refund.Refunded)
            return [];
        Refunds = [.. Refunds.Select(one => one == refund ? refund with { Refunded = true } : one)];
        return [new PaymentRefunded(OrderId, PaymentId!, refund.Amount, Currency!, refundId)];
    }

    /// <summary>The events for what a gateway result newly reports.</summary>
    private List<IEvent> RecordMoney(Authorised known, bool captured)
    {
        var published = new List<IEvent>();
        if (PaymentId is null)
        {
            (PaymentId, Amount, Currency) = (known.PaymentId, known.Amount, known.Currency);
            published.Add(new PaymentProcessed(OrderId, known.PaymentId, known.Amount, known.Currency));
        }
        if (captured && CapturedAmount is null)
        {
            CapturedAmount = known.Amount;
            published.Add(new PaymentCaptured(OrderId, known.PaymentId, known.Amount, known.Currency));
        }
        return published;
    }

    private static InvalidOperationException Contradiction(string what) =>
        new($"The gateway {what}. The call is retried; if this persists, look the payment up with the payment provider and refund it by "
            + $"hand.");

    private IReadOnlyList<IEvent> Enter(PaymentState state, params IReadOnlyList<IEvent> published)
    {
        State = state;
        return published;
    }
}

/// <summary>A partial refund for a return.</summary>
/// <param name="RefundId">The return's id, the refund's business key.</param>
/// <param name="Amount">The amount.</param>
/// <param name="Refunded">Whether the gateway refunded it and Payment Refunded is published.</param>
internal sealed record PartialRefund(string RefundId, Money Amount, bool Refunded);
