using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Shop.Orders.Contracts;
using Shop.Shipping.Contracts;
using Shop.Web;

namespace Shop.Shipping;

/// <summary>Ships confirmed orders, tracks their parcels and stops those of cancelled orders.</summary>
public sealed class ShippingModule : IModule
{
    /// <inheritdoc/>
    public string Name => "shipping";

    /// <inheritdoc/>
    public void Register(ModuleBuilder module)
    {
        module.UseDatabase<ShippingDb>();
        module.Publishes(typeof(OrderShipped).Assembly);

        module.On<OrderCreated>("update-known-orders").Do<UpdateKnownOrders>();       // "update-": its failure holds no order
        module.On<OrderConfirmed>("prepare-shipment").Do<PrepareShipment>();
        module.On<OrderCancelled>("stop-shipment").Do<StopShipment>();

        module.Recurring<MoveShipments>("move-shipments", "*/5 * * * * *");
        module.UseReconciliation<ReconcileShipments>();
        module.Endpoints(ListShipmentsEndpoint.Map);

        module.Services.AddSingleton(module.Configuration.GetSection("Carrier").Get<CarrierOptions>() ?? new CarrierOptions());
        module.Services.AddProblemCodes(typeof(ShippingProblems));
        module.Services.AddSingleton<IParcelCarrier, SimulatedCarrier>();
    }
}
