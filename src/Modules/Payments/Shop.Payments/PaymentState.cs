namespace Shop.Payments;

/// <summary>How far an order's payment is. The table at <see cref="Payment"/> has all that can happen.</summary>
internal enum PaymentState
{
    /// <summary>Made a moment ago and told nothing yet; never saved so.</summary>
    New,

    /// <summary>An authorisation was asked for: it may be under way, or its outcome is not known.</summary>
    Requested,

    /// <summary>The money is set aside on the customer's card.</summary>
    Authorised,

    /// <summary>The money is here.</summary>
    Captured,

    /// <summary>There was no authorisation, and there will be none.</summary>
    Declined,

    /// <summary>The order is cancelled, and nothing that is known was authorised for it.</summary>
    Cancelled,

    /// <summary>The order is cancelled; what was or may have been authorised or taken is being given back.</summary>
    Refunding,

    /// <summary>The money was set aside and has been set free.</summary>
    Voided,

    /// <summary>The money was here and has been given back.</summary>
    Refunded,
}
