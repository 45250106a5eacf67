namespace Shop.Orders;

/// <summary>Cart settings; the section <c>Orders:Carts</c>.</summary>
internal sealed class CartSettings
{
    /// <summary>How long after its last change a cart is deleted.</summary>
    public TimeSpan Retention { get; init; } = TimeSpan.FromDays(30);
}
