using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Shop.Catalog.Contracts.V1;
using Shop.Inventory.Contracts;
using Shop.Orders.Contracts;
using Shop.Shipping.Contracts;
using Shop.Web;

namespace Shop.Inventory;

/// <summary>Stock and reservations.</summary>
public sealed class InventoryModule : IModule
{
    /// <inheritdoc/>
    public string Name => "inventory";

    /// <inheritdoc/>
    public void Register(ModuleBuilder module)
    {
        module.UseDatabase<InventoryDb>();
        module.Services.AddScoped<Stock>().AddScoped<ChangeStock>().AddScoped<RenewReservation>();
        module.Services.AddSingleton(module.Configuration.GetSection("Reservations").Get<ReservationOptions>() ?? new ReservationOptions());
        module.Services.AddHttpContextAccessor().AddProblemCodes(typeof(InventoryProblems));
        module.Publishes(typeof(InventoryReserved).Assembly);

        module.On<ProductListed>("open-stock").Do<OpenStock>();
        module.On<OrderCreated>("reserve-stock").Do<ReserveStock>();
        module.On<OrderCancelled>("release-stock").Do<ReleaseStock>();
        module.On<OrderConfirmed>("confirm-reservation").Do<ConfirmReservation>();
        module.On<OrderShipped>("ship-stock").Do<ShipStock>();
        module.On<ReturnAccepted>("take-back-stock").Do<TakeBackStock>();

        module.UseReconciliation<ReconcileReservations>();
        module.Recurring<ExpireReservations>("expire-reservations", "* * * * *");

        module.Endpoints(SurveyStock.Map);
        module.Endpoints(ChangeStockEndpoints.Map);
        module.Endpoints(WatchStock.Map);
        module.Endpoints(ListReservations.Map);
    }
}
