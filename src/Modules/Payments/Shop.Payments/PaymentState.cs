namespace Shop.Payments;

/// <summary>The state of an order's payment. The table at <see cref="Payment"/> lists all transitions.</summary>
internal enum PaymentState
{
    /// <summary>Just created; never saved in this state.</summary>
    New,

    /// <summary>An authorisation was requested: it may be in flight, or its outcome unknown.</summary>
    Requested,

    /// <summary>The amount is authorised on the customer's card.</summary>
    Authorised,

    /// <summary>The amount is captured.</summary>
    Captured,

    /// <summary>The authorisation was declined.</summary>
    Declined,

    /// <summary>The order is cancelled, and no authorisation is known.</summary>
    Cancelled,

    /// <summary>The order is cancelled; a possible authorisation or capture is being voided or refunded.</summary>
    Refunding,

    /// <summary>The authorisation was voided.</summary>
    Voided,

    /// <summary>The captured amount was refunded.</summary>
    Refunded,
}
