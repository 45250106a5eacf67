using Shop.Orders.Contracts;

namespace Shop.Orders;

/// <summary>A shopping cart. Its id grants access; it can be checked out once.</summary>
internal sealed class Cart
{
    public required string Id { get; init; }

    /// <summary>The owner; null for a guest's cart.</summary>
    public string? CustomerId { get; private set; }

    /// <summary>The order currency, ISO 4217.</summary>
    public required string Currency { get; init; }

    /// <summary>One line per product, in the order they were added.</summary>
    public IReadOnlyList<CartLine> Lines { get; private set; } = [];

    /// <summary>The order it was checked out as; null while open.</summary>
    public string? OrderId { get; private set; }

    public required DateTime CreatedAt { get; init; }

    public DateTime ChangedAt { get; private set; }

    /// <summary>When it is deleted unless it changes first.</summary>
    public DateTime ExpiresAt { get; private set; }

    /// <summary>Increases with each change; the second of two concurrent changes fails.</summary>
    public int Version { get; private set; }

    public static Cart New(string currency, string? customerId, IReadOnlyList<CartLine> lines, DateTime now, TimeSpan retention)
    {
        var cart = new Cart { Id = CartId.New(), Currency = currency, CreatedAt = now, CustomerId = customerId, Lines = lines };
        cart.MarkChanged(now, retention);
        return cart;
    }

    /// <summary>Sets the quantity of a product.</summary>
    public void Put(string productId, int quantity) => Lines = Lines.Any(line => line.ProductId == productId)
        ? [.. Lines.Select(line => line.ProductId == productId ? line with { Quantity = quantity } : line)]
        : [.. Lines, new CartLine(productId, quantity)];

    public void Remove(string productId) => Lines = [.. Lines.Where(line => line.ProductId != productId)];

    /// <summary>Assigns a guest's cart to the customer who signed in.</summary>
    public void AssignTo(string customerId) => CustomerId = customerId;

    /// <summary>Marks the cart as checked out; it cannot change afterwards.</summary>
    public void MarkOrdered(string orderId) => OrderId = orderId;

    /// <summary>Records a change and extends the expiry.</summary>
    public void MarkChanged(DateTime now, TimeSpan retention)
    {
        ChangedAt = now;
        ExpiresAt = now + retention;
        Version++;
    }

    /// <summary>The cart as an order request. A guest's customer id is a hash of the cart id, which it does not reveal.</summary>
    public PlaceOrderRequest ToOrder(string email, ShippingAddress address, string paymentToken) => new(
        CustomerId ?? CartId.GuestOf(Id), email, Currency, [.. Lines.Select(line => new ItemRequest(line.ProductId, line.Quantity))],
        address, paymentToken);
}

/// <summary>A product in a cart and its quantity. The price is not stored: the current one applies.</summary>
internal sealed record CartLine(string ProductId, int Quantity);
