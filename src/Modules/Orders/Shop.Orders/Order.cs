using Shop.Events;
using Shop.Orders.Contracts;

namespace Shop.Orders;

/// <summary>An order and what may be done to it. What it becomes, and when, is decided by the table in <see cref="OrderProcess"/>.</summary>
internal sealed class Order
{
    public required string Id { get; init; }

    public required string CustomerId { get; init; }

    public required string Email { get; init; }

    /// <summary>ISO 4217.</summary>
    public required string Currency { get; init; }

    public required IReadOnlyList<OrderLine> Lines { get; init; }

    /// <summary>The sum of the lines, minor units.</summary>
    public required long Total { get; init; }

    public required ShippingAddress ShippingAddress { get; init; }

    public required string PaymentToken { get; init; }

    public required DateTime PlacedAt { get; init; }

    public OrderState State { get; private set; }

    /// <summary>Why it is as it is, as a stable code; null while nothing needs saying.</summary>
    public string? StatusReason { get; private set; }

    /// <summary>The items for which it was cancelled.</summary>
    public IReadOnlyList<FailedItem> FailedItems { get; private set; } = [];

    /// <summary>When it is given up if nothing is heard; null when nothing is waited for.</summary>
    public DateTime? DeadlineAt { get; private set; }

    /// <summary>Each status that it has had, oldest first: what a client follows.</summary>
    public IReadOnlyList<StatusChange> History { get; private set; } = [];

    /// <summary>Grows with each change; of two changes at once, the second is refused.</summary>
    public int Version { get; private set; }

    /// <summary>Since when it waits for a person, UTC; null when it does not.</summary>
    public DateTime? HeldSince { get; private set; }

    public OrderStatus Status => HeldSince is null ? State.Status() : OrderStatus.OnHold;

    /// <summary>A new order enters the process.</summary>
    public void Begin(OrderState state, DateTime now, TimeSpan? within) => Enter(state, null, now, within);

    /// <summary>The order takes a step of the process.</summary>
    public void Enter(OrderState state, string? reason, DateTime now, TimeSpan? within)
    {
        State = state;
        HeldSince = null;
        DeadlineAt = now + within;
        Note(reason, now);
    }

    /// <summary>The order waits on for the same, but without a deadline, until a person decides or what it waits for is heard.</summary>
    public void Hold(string reason, DateTime now)
    {
        HeldSince = now;
        DeadlineAt = null;
        Note(reason, now);
    }

    private void Note(string? reason, DateTime now)
    {
        StatusReason = reason;
        Version++;
        History = [.. History, new StatusChange(Version, Status, reason, now)];
    }

    /// <summary>Notes what there was too little of.</summary>
    public void Lacks(IReadOnlyList<FailedItem> items) => FailedItems = items;

    public OrderCreated Created() => new(
        Id, CustomerId, Email, [.. Lines.Select(line => new OrderItem(line.ProductId, line.Quantity, new Money(line.Price)))],
        new Money(Total), Currency, ShippingAddress);
}

/// <summary>What is ordered of one product.</summary>
/// <param name="ProductId">The product.</param>
/// <param name="Name">What it was called then.</param>
/// <param name="Quantity">How many.</param>
/// <param name="Price">What one cost then, minor units.</param>
internal sealed record OrderLine(string ProductId, string Name, int Quantity, long Price);

/// <summary>A product that there was too little of.</summary>
internal sealed record FailedItem(string ProductId, int Requested, int Available);

/// <summary>A status that an order entered.</summary>
/// <param name="Version">The order's version then: the id of the change in a stream.</param>
/// <param name="Status">The status.</param>
/// <param name="Reason">Why, as a stable code.</param>
/// <param name="At">When, UTC.</param>
internal sealed record StatusChange(int Version, OrderStatus Status, string? Reason, DateTime At);
