using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Shop.Catalog.Contracts;
using Shop.Inventory.Contracts;
using Shop.Web;

namespace Shop.Orders;

/// <summary>Registers carts and quotes.</summary>
internal static class Checkout
{
    public static void AddTo(ModuleBuilder module)
    {
        module.On<ProductListed>("update-stock-on-listed").Do<UpdateStock>();
        module.On<InventoryReserved>("update-stock-on-reserved").Do<UpdateStock>();
        module.On<InventoryReleased>("update-stock-on-released").Do<UpdateStock>();
        module.On<StockReplenished>("update-stock-on-replenished").Do<UpdateStock>();
        module.On<StockAdjusted>("update-stock-on-adjusted").Do<UpdateStock>();
        module.Recurring<PurgeOldCarts>("purge-old-carts", "0 */10 * * * *");
        module.Services.AddSingleton(module.Configuration.GetSection("Carts").Get<CartSettings>() ?? new CartSettings());
        module.Services.AddScoped<Carts>().AddScoped<Quotes>().AddScoped<StockOfBatch>().AddProblemCodes(typeof(CartProblems));
        module.Endpoints(CartEndpoints.Map);
        module.Endpoints(ChangeCartEndpoints.Map);
        module.Endpoints(CheckOutEndpoint.Map);
    }
}
