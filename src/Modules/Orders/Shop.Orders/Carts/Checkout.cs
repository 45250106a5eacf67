using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Shop.Catalog.Contracts;
using Shop.Inventory.Contracts;
using Shop.Web;

namespace Shop.Orders;

/// <summary>What the module has of carts and quotes.</summary>
internal static class Checkout
{
    public static void AddTo(ModuleBuilder module)
    {
        module.On<ProductListed>("await-stock").Do<UpdateStock>();
        module.On<InventoryReserved>("keep-reserved-stock").Do<UpdateStock>();
        module.On<InventoryReleased>("keep-released-stock").Do<UpdateStock>();
        module.On<StockReplenished>("keep-replenished-stock").Do<UpdateStock>();
        module.On<StockAdjusted>("keep-adjusted-stock").Do<UpdateStock>();
        module.Recurring<PurgeOldCarts>("forget-old-carts", "0 */10 * * * *");
        module.Services.AddSingleton(module.Configuration.GetSection("Carts").Get<CartSettings>() ?? new CartSettings());
        module.Services.AddScoped<Carts>().AddScoped<Quotes>().AddScoped<StockOfBatch>().AddProblemCodes(typeof(CartProblems));
        module.Endpoints(CartEndpoints.Map);
        module.Endpoints(ChangeCartEndpoints.Map);
        module.Endpoints(CheckOutEndpoint.Map);
    }
}
