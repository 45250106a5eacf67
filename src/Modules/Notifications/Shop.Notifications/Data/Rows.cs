namespace Shop.Notifications;

/// <summary>Whom an order's events are told.</summary>
internal sealed class Recipient
{
    public required string OrderId { get; init; }

    public required string CustomerId { get; init; }

    public required string Email { get; init; }

    public required string Country { get; init; }
}

/// <summary>What a customer has chosen.</summary>
internal sealed class Preferences
{
    public required string CustomerId { get; init; }

    /// <summary>null for the country's.</summary>
    public string? Language { get; set; }

    /// <summary>E.164; null for none.</summary>
    public string? Phone { get; set; }

    public bool Email { get; set; } = true;

    public bool Sms { get; set; } = true;
}

/// <summary>What became of a notification; states as the table <c>notifications</c> has them.</summary>
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

    /// <summary>Whether nothing more happens to it.</summary>
    public bool IsSettled => State is "sent" or "skipped" or "failed";

    public void SetState(string state, SendResult result, DateTime at) =>
        (State, Reason, Address, Language, At) = (state, result.Reason, result.Address, result.Language, at);
}
