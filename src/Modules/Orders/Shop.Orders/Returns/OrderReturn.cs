using Shop.Events;
using Shop.Orders.Contracts;

namespace Shop.Orders;

internal enum ReturnState
{
    /// <summary>An operator has to decide.</summary>
    Requested,

    /// <summary>It is taken back, and its price is refunded.</summary>
    Accepted,

    /// <summary>It is not taken back.</summary>
    Refused,
}

/// <summary>Some of a delivered order that its customer wants to give back.</summary>
internal sealed class OrderReturn
{
    public required string ReturnId { get; init; }

    public required string OrderId { get; init; }

    public ReturnState State { get; private set; }

    public required IReadOnlyList<ReturnLine> Items { get; init; }

    /// <summary>What is refunded when it is accepted, minor units.</summary>
    public required long Amount { get; init; }

    /// <summary>ISO 4217.</summary>
    public required string Currency { get; init; }

    /// <summary>The customer's words; null when he gave none.</summary>
    public required string? Reason { get; init; }

    public required DateTime RequestedAt { get; init; }

    public DateTime? DecidedAt { get; private set; }

    /// <summary>The operator.</summary>
    public string? DecidedBy { get; private set; }

    /// <summary>The operator's words.</summary>
    public string? Decision { get; private set; }

    /// <summary>When Orders heard that the money was given back.</summary>
    public DateTime? RefundedAt { get; set; }

    /// <summary>The same key is given the same return.</summary>
    public required string IdempotencyKey { get; init; }

    /// <summary>SHA-256 of the request: another body under the same key is refused.</summary>
    public required string Fingerprint { get; init; }

    /// <summary>An operator decides; false when one has already.</summary>
    public bool Decide(ReturnState state, string? words, string who, DateTime now)
    {
        if (State != ReturnState.Requested)
            return false;
        (State, Decision, DecidedBy, DecidedAt) = (state, words, who, now);
        return true;
    }

    public ReturnRequested Requested(Order order) => new(OrderId, ReturnId, order.CustomerId, order.Email, EventItems(), new Money(Amount), Currency);

    public ReturnAccepted Accepted(Order order) => new(OrderId, ReturnId, order.CustomerId, order.Email, EventItems(), new Money(Amount), Currency);

    public ReturnRefused Refused(Order order) => new(OrderId, ReturnId, order.CustomerId, order.Email, Decision!);

    private List<ReturnedItem> EventItems() => [.. Items.Select(item => new ReturnedItem(item.ProductId, item.Quantity, new Money(item.Price)))];
}

/// <summary>What comes back of one product.</summary>
/// <param name="ProductId">The product.</param>
/// <param name="Quantity">How many.</param>
/// <param name="Price">What one cost in the order, minor units.</param>
internal sealed record ReturnLine(string ProductId, int Quantity, long Price);
