using Microsoft.Extensions.DependencyInjection;
using Shop.Messaging.Modules;
using Shop.Testing;

namespace Shop.Messaging.Tests.Bus;

public sealed class HostedModulesTests
{
    [Fact]
    public async Task A_module_is_hosted_however_its_name_is_capitalised()
    {
        await using var database = await TestDatabase.CreateAsync(StoreKind.Sqlite);
        await using var shop = await ShopUnderTest.Prepare(
            database, [new Checkout(), new Billing()], services => services.AddSingleton(new HandlerLog()), ("Hosted", "Billing"));

        Assert.Equal("billing", Assert.Single(shop.Services.GetRequiredService<ModuleDirectory>().Hosted).Name);
    }
}
