using Shop.Messaging;
using Shop.Shipping.Contracts;

namespace Shop.Shipping;

/// <summary>Ships confirmed orders and follows their parcels.</summary>
public sealed class ShippingModule : IModule
{
    /// <inheritdoc/>
    public string Name => "shipping";

    /// <inheritdoc/>
    public void Register(ModuleBuilder module)
    {
        module.UseDatabase<ShippingDb>();
        module.Says(typeof(OrderShipped).Assembly);
    }
}
