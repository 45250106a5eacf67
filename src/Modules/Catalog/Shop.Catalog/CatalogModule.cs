using Microsoft.Extensions.DependencyInjection;
using Shop.Catalog.Contracts;
using Shop.Inventory.Contracts;
using Shop.Web;

namespace Shop.Catalog;

/// <summary>Products, their prices and available stock.</summary>
public sealed class CatalogModule : IModule
{
    /// <inheritdoc/>
    public string Name => "catalog";

    /// <inheritdoc/>
    public void Register(ModuleBuilder module)
    {
        module.UseDatabase<CatalogDb>();
        module.Publishes(typeof(ProductListed).Assembly);
        module.UseSeed<OpeningRange>();
        module.Services.AddScoped<ChangeSeenProduct>().AddHostedService<FoldTexts>();
        module.Services.AddHttpContextAccessor().AddProblemCodes(typeof(CatalogProblems));

        module.On<InventoryReserved>("subtract-reserved").Do<FollowStock>();
        module.On<InventoryReleased>("add-released").Do<FollowStock>();
        module.On<StockReplenished>("add-replenished").Do<FollowStock>();
        module.On<StockAdjusted>("add-adjusted").Do<FollowStock>();

        module.Endpoints(ListProducts.Map);
        module.Endpoints(GetProduct.Map);
        module.Endpoints(ListCategories.Map);

        module.Endpoints(SurveyProducts.Map);
        module.Endpoints(ListProduct.Map);
        module.Endpoints(ChangeProduct.Map);
        module.Endpoints(WithdrawProduct.Map);
    }
}
