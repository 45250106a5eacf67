using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Shop.Messaging;
using Shop.Web;

namespace Shop.Orders;

/// <summary>What the module has of carts.</summary>
internal static class Checkout
{
    public static void AddTo(ModuleBuilder module)
    {
        module.Recurring<ForgetOldCarts>("forget-old-carts", "0 */10 * * * *");
        module.Services.AddSingleton(module.Configuration.GetSection("Carts").Get<CartSettings>() ?? new CartSettings());
        module.Services.AddScoped<Carts>().AddProblemCodes(typeof(CartProblems));
        module.Endpoints(CartEndpoints.Map);
        module.Endpoints(ChangeCartEndpoints.Map);
        module.Endpoints(CheckOutEndpoint.Map);
    }
}
