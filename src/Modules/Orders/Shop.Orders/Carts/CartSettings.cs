namespace Shop.Orders;

/// <summary>How carts are kept; the section <c>Orders:Carts</c>.</summary>
internal sealed class CartSettings
{
    /// <summary>How long after its last change a cart is forgotten.</summary>
    public TimeSpan Retention { get; init; } = TimeSpan.FromDays(30);
}
