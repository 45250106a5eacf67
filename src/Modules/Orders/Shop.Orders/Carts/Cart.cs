using Shop.Orders.Contracts;

namespace Shop.Orders;

/// <summary>What somebody means to order. Whoever knows its id may use it; it becomes an order once.</summary>
internal sealed class Cart
{
    public required string Id { get; init; }

    /// <summary>Whose it is; null while it is a guest's.</summary>
    public string? CustomerId { get; private set; }

    /// <summary>What it is ordered in, ISO 4217.</summary>
    public required string Currency { get; init; }

    /// <summary>Each product once, in the order in which they were put in.</summary>
    public IReadOnlyList<CartLine> Lines { get; private set; } = [];

    /// <summary>The order that it has become; null while it is open.</summary>
    public string? OrderId { get; private set; }

    public required DateTime CreatedAt { get; init; }

    public DateTime ChangedAt { get; private set; }

    /// <summary>When it is forgotten if nothing is done with it.</summary>
    public DateTime ExpiresAt { get; private set; }

    /// <summary>Grows with each change; of two changes at once, the second is refused.</summary>
    public int Version { get; private set; }

    public static Cart New(string currency, string? customerId, IReadOnlyList<CartLine> lines, DateTime now, TimeSpan retention)
    {
        var cart = new Cart { Id = CartId.New(), Currency = currency, CreatedAt = now, CustomerId = customerId, Lines = lines };
        cart.MarkChanged(now, retention);
        return cart;
    }

    /// <summary>Has so many of a product, more or fewer than before.</summary>
    public void Put(string productId, int quantity) => Lines = Lines.Any(line => line.ProductId == productId)
        ? [.. Lines.Select(line => line.ProductId == productId ? line with { Quantity = quantity } : line)]
        : [.. Lines, new CartLine(productId, quantity)];

    public void Remove(string productId) => Lines = [.. Lines.Where(line => line.ProductId != productId)];

    /// <summary>A guest has signed in: the cart is the customer's.</summary>
    public void AssignTo(string customerId) => CustomerId = customerId;

    /// <summary>It has become an order, and is not changed any more.</summary>
    public void MarkOrdered(string orderId) => OrderId = orderId;

    /// <summary>Something was done with it: it is kept on from now.</summary>
    public void MarkChanged(DateTime now, TimeSpan retention)
    {
        ChangedAt = now;
        ExpiresAt = now + retention;
        Version++;
    }

    /// <summary>The order that it would be. A guest orders under a name that is made from the cart's id and does not tell it.</summary>
    public PlaceOrderRequest ToOrder(string email, ShippingAddress address, string paymentToken) => new(
        CustomerId ?? CartId.GuestOf(Id), email, Currency, [.. Lines.Select(line => new ItemRequest(line.ProductId, line.Quantity))], address, paymentToken);
}

/// <summary>A product in a cart and how many of it. Its price is the shop's of the moment, and is not kept.</summary>
internal sealed record CartLine(string ProductId, int Quantity);
