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
            database, [new Thrower(), new Catcher()], services => services.AddSingleton(new Diary()), ("Hosted", "Catcher"));

        Assert.Equal("catcher", Assert.Single(shop.Services.GetRequiredService<ModuleDirectory>().Hosted).Name);
    }
}
