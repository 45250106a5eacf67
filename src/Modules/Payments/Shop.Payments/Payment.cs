using Shop.Events;
using Shop.Payments.Contracts;

namespace Shop.Payments;

/// <summary>How far an order's payment is. The table at <see cref="Payment"/> has all that can happen.</summary>
internal enum PaymentState
{
    /// <summary>Made a moment ago and told nothing yet; never saved so.</summary>
    New,

    /// <summary>A charge was asked for: it may be under way, or its outcome is not known.</summary>
    Requested,

    /// <summary>The money is here.</summary>
    Captured,

    /// <summary>There was no charge, and there will be none.</summary>
    Declined,

    /// <summary>The order is cancelled, and nothing that is known was charged for it.</summary>
    Cancelled,

    /// <summary>The order is cancelled; what was or may have been charged is being given back.</summary>
    Refunding,

    /// <summary>The money was here and has been given back.</summary>
    Refunded,
}

/// <summary>
/// What is known of an order's payment. Events and the gateway's answers come twice, late and in any order; each is one of the methods
/// below, which changes the state and returns what is to be said of it, once.
/// <code>
///              | expected    | captured             | declined | cancelled  | refunded               | nothing to refund
///   New        | Requested   | Captured        P    | Declined F | Cancelled  | Refunded        P, B | Cancelled
///   Requested  |             | Captured        P    | Declined F | Refunding R | Refunded        P, B | Cancelled
///   Captured   |             |                      |          | Refunding R | Refunded           B | (refused)
///   Declined   |             | Refunding       P, R |          |            | Refunded        P, B |
///   Cancelled  | Refunding R | Refunding       P, R |          |            | Refunded        P, B |
///   Refunding  |             | the same        P ¹  |          |            | Refunded     P ¹, B  | Cancelled; (refused) when captured
///   Refunded   |             |                      |          |            |                        |
///
///   P Payment Processed   F Payment Failed   R Refund Requested   B Payment Refunded   ¹ unless it was said before
/// </code>
/// Unknown is never approved: only an answer of the gateway captures. Of a cancelled order only money is worth telling: a decline says
/// nothing. "Refused" fails, so that the gateway is asked again and in the end a person: it captured money and now knows of none.
/// </summary>
internal sealed class Payment(string orderId)
{
    /// <summary>The order, which is the business key of its one charge.</summary>
    public string OrderId { get; private init; } = orderId;

    public PaymentState State { get; private set; }

    /// <summary>The gateway's name for the charge; set once Payment Processed has been said.</summary>
    public string? PaymentId { get; private set; }

    /// <summary>Minor units: what was asked for, then what was captured.</summary>
    public Money? Amount { get; private set; }

    public string? Currency { get; private set; }

    /// <summary>Why it was declined.</summary>
    public string? Reason { get; private set; }

    /// <summary>A charge was asked for.</summary>
    public IReadOnlyList<IEvent> Expect(Money amount, string currency)
    {
        if (State is not (PaymentState.New or PaymentState.Cancelled))
            return [];
        (Amount, Currency) = (amount, currency);
        // A charge may be attempted by whoever did not know yet that the order is cancelled.
        return State is PaymentState.New ? Become(PaymentState.Requested) : Become(PaymentState.Refunding, new RefundRequested(OrderId));
    }

    /// <summary>The gateway has the money.</summary>
    public IReadOnlyList<IEvent> Capture(Captured charge)
    {
        if (PaymentId is not null)
            return [];
        var processed = Process(charge);
        return State switch
        {
            PaymentState.New or PaymentState.Requested => Become(PaymentState.Captured, processed),
            PaymentState.Cancelled or PaymentState.Declined => Become(PaymentState.Refunding, processed, new RefundRequested(OrderId)),
            _ => [processed],
        };
    }

    /// <summary>The gateway did not charge, and will not.</summary>
    public IReadOnlyList<IEvent> Decline(string reason)
    {
        if (State is not (PaymentState.New or PaymentState.Requested))
            return [];
        Reason = reason;
        return Become(PaymentState.Declined, new PaymentFailed(OrderId, reason));
    }

    /// <summary>The order was cancelled.</summary>
    public IReadOnlyList<IEvent> Cancel() => State switch
    {
        PaymentState.New => Become(PaymentState.Cancelled),
        PaymentState.Requested or PaymentState.Captured => Become(PaymentState.Refunding, new RefundRequested(OrderId)),
        _ => [],
    };

    /// <summary>The gateway has given the money back; perhaps before its answer to the charge was heard.</summary>
    public IReadOnlyList<IEvent> Refund(Captured charge)
    {
        if (State is PaymentState.Refunded)
            return [];
        IReadOnlyList<IEvent> processed = PaymentId is null ? [Process(charge)] : [];
        return Become(PaymentState.Refunded, [.. processed, new PaymentRefunded(OrderId, charge.PaymentId, charge.Amount, charge.Currency)]);
    }

    /// <summary>The gateway has nothing to give back, and will not charge any more.</summary>
    /// <exception cref="InvalidOperationException">It had said that it captured.</exception>
    public IReadOnlyList<IEvent> FindNothingToRefund()
    {
        if (State is PaymentState.Captured or PaymentState.Refunding && PaymentId is not null)
        {
            throw new InvalidOperationException(
                $"The gateway captured {PaymentId} for {OrderId} and says now that there is nothing to refund. It is asked again; "
                + "when this stays, look the charge up with the payment provider and give the money back by hand.");
        }
        return State is PaymentState.New or PaymentState.Requested or PaymentState.Refunding ? Become(PaymentState.Cancelled) : [];
    }

    private PaymentProcessed Process(Captured charge)
    {
        (PaymentId, Amount, Currency) = (charge.PaymentId, charge.Amount, charge.Currency);
        return new PaymentProcessed(OrderId, charge.PaymentId, charge.Amount, charge.Currency);
    }

    private IReadOnlyList<IEvent> Become(PaymentState state, params IReadOnlyList<IEvent> said)
    {
        State = state;
        return said;
    }
}
