namespace Shop.Notifications;

/// <summary>The recipient of an order's notifications.</summary>
internal sealed class Recipient
{
    public required string OrderId { get; init; }

    public required string CustomerId { get; init; }

    public required string Email { get; init; }

    public required string Country { get; init; }
}

/// <summary>A customer's notification preferences.</summary>
internal sealed class Preferences
{
    public required string CustomerId { get; init; }

    /// <summary>null for the language of the country.</summary>
    public string? Language { get; set; }

    /// <summary>E.164; null for none.</summary>
    public string? Phone { get; set; }

    public bool Email { get; set; } = true;

    public bool Sms { get; set; } = true;
}

/// <summary>The result of a notification; the states are those of the table <c>notifications</c>.</summary>
internal sealed class Notification
{
    public required string Id { get; init; }

    public required string OrderId { get; init; }

    public required string About { get; init; }

    public required string Channel { get; init; }

    public string State { get; private set; } = "sending";

    public string? Address { get; private set; }

    public string? Language { get; private set; }

    public string? Reason { get; private set; }

    public DateTime At { get; private set; }

    /// <summary>Whether it is final.</summary>
    public bool IsSettled => State is "sent" or "skipped" or "failed";

    public void SetState(string state, SendResult result, DateTime at) =>
        (State, Reason, Address, Language, At) = (state, result.Reason, result.Address, result.Language, at);
}
