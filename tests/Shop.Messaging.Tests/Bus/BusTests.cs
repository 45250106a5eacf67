using Microsoft.Extensions.DependencyInjection;
using Shop.Messaging.Tests.Conformance;
using Shop.Testing;

namespace Shop.Messaging.Tests.Bus;

/// <summary>The carrier within one process.</summary>
public sealed class BusTests : CarrierConformance
{
    private protected override async Task<CarriedToys> Start(TestDatabase database, params (string, string)[] settings)
    {
        var shop = await ShopUnderTest.Start(database, [new Thrower(), new Catcher()], services => services.AddSingleton(Diary), settings);
        return new CarriedToys(shop, shop);
    }

    private protected override async Task<CarriedToys> Prepare(TestDatabase database)
    {
        var shop = await ShopUnderTest.Prepare(database, [new Thrower(), new Catcher()], services => services.AddSingleton(Diary));
        return new CarriedToys(shop, shop);
    }
}
