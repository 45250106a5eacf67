using Shop.Events;
using Shop.Orders.Contracts;

namespace Shop.Orders;

internal enum ReturnState
{
    /// <summary>Waits for an operator's decision.</summary>
    Requested,

    /// <summary>The items are taken back and refunded.</summary>
    Accepted,

    /// <summary>The items are not taken back.</summary>
    Refused,
}

/// <summary>A customer's return of items of a delivered order.</summary>
internal sealed class OrderReturn
{
    public required string ReturnId { get; init; }

    public required string OrderId { get; init; }

    public ReturnState State { get; private set; }

    public required IReadOnlyList<ReturnLine> Items { get; init; }

    /// <summary>The refund if accepted, minor units.</summary>
    public required long Amount { get; init; }

    /// <summary>ISO 4217.</summary>
    public required string Currency { get; init; }

    /// <summary>The customer's reason; null if none.</summary>
    public required string? Reason { get; init; }

    public required DateTime RequestedAt { get; init; }

    public DateTime? DecidedAt { get; private set; }

    /// <summary>The operator.</summary>
    public string? DecidedBy { get; private set; }

    /// <summary>The operator's reason.</summary>
    public string? Decision { get; private set; }

    /// <summary>When Orders handled Payment Refunded.</summary>
    public DateTime? RefundedAt { get; set; }

    /// <summary>The same key returns the same return.</summary>
    public required string IdempotencyKey { get; init; }

    /// <summary>SHA-256 of the request: a different body under the same key is rejected.</summary>
    public required string Fingerprint { get; init; }

    /// <summary>Records an operator's decision; false if already decided.</summary>
    public bool Decide(ReturnState state, string? words, string who, DateTime now)
    {
        if (State != ReturnState.Requested)
            return false;
        (State, Decision, DecidedBy, DecidedAt) = (state, words, who, now);
        return true;
    }

    public ReturnRequested Requested(Order order) =>
        new(OrderId, ReturnId, order.CustomerId, order.Email, EventItems(), new Money(Amount), Currency);

    public ReturnAccepted Accepted(Order order) =>
        new(OrderId, ReturnId, order.CustomerId, order.Email, EventItems(), new Money(Amount), Currency);

    public ReturnRefused Refused(Order order) => new(OrderId, ReturnId, order.CustomerId, order.Email, Decision!);

    private List<ReturnedItem> EventItems() =>
        [.. Items.Select(item => new ReturnedItem(item.ProductId, item.Quantity, new Money(item.Price)))];
}

/// <summary>The returned quantity of one product.</summary>
/// <param name="ProductId">The product.</param>
/// <param name="Quantity">The quantity.</param>
/// <param name="Price">The unit price in the order, minor units.</param>
internal sealed record ReturnLine(string ProductId, int Quantity, long Price);
