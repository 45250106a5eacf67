using Shop.Events;
using Shop.Payments.Contracts;

namespace Shop.Payments;

/// <summary>
/// What is known of an order's payment. Events and the gateway's answers come twice, late and in any order; each is one of the methods
/// below, which changes the state and returns what is to be said of it, once.
/// <code>
///              | expected    | authorised       | declined   | captured            | cancelled   | voided        | refunded         | nothing to give back
///   New        | Requested   | Authorised  P    | Declined F | Captured  P, C      | Cancelled   | Voided  P, V  | Refunded P, C, B | Cancelled
///   Requested  |             | Authorised  P    | Declined F | Captured  P, C      | Refunding R | Voided  P, V  | Refunded P, C, B | Cancelled
///   Authorised |             |                  |            | Captured     C      | Refunding R | Voided     V  | Refunded    C, B | (refused)
///   Captured   |             |                  |            |                     | Refunding R | (refused)     | Refunded       B | (refused)
///   Declined   |             | Refunding   P, R |            | Refunding P, C, R   |             | Voided  P, V  | Refunded P, C, B |
///   Cancelled  | Refunding R | Refunding   P, R |            | Refunding P, C, R   |             | Voided  P, V  | Refunded P, C, B |
///   Refunding  |             | the same    P ¹  |            | the same  P ¹, C ¹  |             | Voided  P ¹, V | Refunded P ¹, C ¹, B | Cancelled; (refused) when authorised
///   Voided     |             |                  |            |                     |             |               |                  |
///   Refunded   |             |                  |            |                     |             |               |                  |
///
///   P Payment Processed   F Payment Failed   C Payment Captured   R Refund Requested   V Payment Voided   B Payment Refunded
///   ¹ unless it was said before; what was taken cannot be voided: (refused)
/// </code>
/// Unknown is never approved: only an answer of the gateway authorises or captures. Of a cancelled order only money is worth telling: a
/// decline says nothing. "Refused" fails, so that the gateway is asked again and in the end a person: it contradicts itself.
/// </summary>
internal sealed class Payment(string orderId)
{
    /// <summary>The order, which is the business key of its one payment.</summary>
    public string OrderId { get; private init; } = orderId;

    public PaymentState State { get; private set; }

    /// <summary>The gateway's name for the payment; set once Payment Processed has been said.</summary>
    public string? PaymentId { get; private set; }

    /// <summary>What was asked for, then what was authorised.</summary>
    public Money? Amount { get; private set; }

    public string? Currency { get; private set; }

    /// <summary>What was taken; set once Payment Captured has been said.</summary>
    public Money? CapturedAmount { get; private set; }

    /// <summary>Why it was declined.</summary>
    public string? Reason { get; private set; }

    /// <summary>The parts that are given back for returns, each once.</summary>
    public IReadOnlyList<PartialRefund> Refunds { get; private set; } = [];

    /// <summary>A payment was asked for.</summary>
    public IReadOnlyList<IEvent> Expect(Money amount, string currency)
    {
        if (State is not (PaymentState.New or PaymentState.Cancelled))
            return [];
        (Amount, Currency) = (amount, currency);
        // It may be attempted by whoever did not know yet that the order is cancelled.
        return State is PaymentState.New ? Enter(PaymentState.Requested) : Enter(PaymentState.Refunding, new RefundRequested(OrderId));
    }

    /// <summary>The gateway has set the money aside.</summary>
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

    /// <summary>The gateway did not set the money aside, and will not.</summary>
    public IReadOnlyList<IEvent> Decline(string reason)
    {
        if (State is not (PaymentState.New or PaymentState.Requested))
            return [];
        Reason = reason;
        return Enter(PaymentState.Declined, new PaymentFailed(OrderId, reason));
    }

    /// <summary>The gateway has taken the money.</summary>
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
        PaymentState.Requested or PaymentState.Authorised or PaymentState.Captured => Enter(PaymentState.Refunding, new RefundRequested(OrderId)),
        _ => [],
    };

    /// <summary>The gateway has set the money free, or given it back; perhaps before its answer to the authorisation was heard.</summary>
    /// <exception cref="InvalidOperationException">It had said that it took the money, and says now that it only set it free.</exception>
    public IReadOnlyList<IEvent> RecordVoidOrRefund(VoidOrRefundResult returned)
    {
        if (State is PaymentState.Voided or PaymentState.Refunded)
            return [];
        if (returned.Refunded is null && CapturedAmount is not null)
            throw Contradiction($"took {PaymentId} for {OrderId} and says now that it only set it free");
        var published = RecordMoney(returned.Payment, captured: returned.Refunded is not null);
        return returned.Refunded is { } amount
            ? Enter(PaymentState.Refunded, [.. published, new PaymentRefunded(OrderId, PaymentId!, amount, Currency!, OrderId)])
            : Enter(PaymentState.Voided, [.. published, new PaymentVoided(OrderId, PaymentId!, Amount!.Value, Currency!)]);
    }

    /// <summary>The gateway has nothing to give back, and will not authorise any more.</summary>
    /// <exception cref="InvalidOperationException">It had said that it authorised.</exception>
    public IReadOnlyList<IEvent> RecordNothingToRefund()
    {
        if (State is PaymentState.Authorised or PaymentState.Captured or PaymentState.Refunding && PaymentId is not null)
            throw Contradiction($"authorised {PaymentId} for {OrderId} and says now that there is nothing to give back");
        return State is PaymentState.New or PaymentState.Requested or PaymentState.Refunding ? Enter(PaymentState.Cancelled) : [];
    }

    /// <summary>A part is to be given back for a return.</summary>
    public IReadOnlyList<IEvent> RequestRefund(string refundId, Money amount)
    {
        if (Refunds.Any(refund => refund.RefundId == refundId))
            return [];
        Refunds = [.. Refunds, new PartialRefund(refundId, amount, Refunded: false)];
        return [new RefundRequested(OrderId, refundId)];
    }

    /// <summary>The gateway has given a part back.</summary>
    public IReadOnlyList<IEvent> RecordPartialRefund(string refundId)
    {
        var refund = Refunds.Single(refund => refund.RefundId == refundId);
        if (refund.Refunded)
            return [];
        Refunds = [.. Refunds.Select(one => one == refund ? refund with { Refunded = true } : one)];
        return [new PaymentRefunded(OrderId, PaymentId!, refund.Amount, Currency!, refundId)];
    }

    /// <summary>What an answer tells that was not told before.</summary>
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
        new($"The gateway {what}. It is asked again; when this stays, look the payment up with the payment provider and give the money back by hand.");

    private IReadOnlyList<IEvent> Enter(PaymentState state, params IReadOnlyList<IEvent> published)
    {
        State = state;
        return published;
    }
}

/// <summary>A part of what was taken that is given back for a return.</summary>
/// <param name="RefundId">The return's id, the refund's business key.</param>
/// <param name="Amount">How much.</param>
/// <param name="Refunded">Whether the gateway has given it back, and Payment Refunded was said.</param>
internal sealed record PartialRefund(string RefundId, Money Amount, bool Refunded);
