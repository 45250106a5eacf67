using Microsoft.Extensions.DependencyInjection;
using Shop.Messaging.Tests.Conformance;
using Shop.Testing;

namespace Shop.EventBridge.Tests;

/// <summary>The transports' conformance suite, with EventBridge and SQS between two processes.</summary>
public sealed class OverEventBridgeTests : TransportConformance, IAsyncLifetime
{
    private FakeAws _aws = null!;

    public async ValueTask InitializeAsync() => _aws = await ShopOverAws.Aws();

    public ValueTask DisposeAsync() => _aws.DisposeAsync();

    private protected override async Task<TransportedShop> Start(TestDatabase database, params (string, string)[] settings) =>
        await ShopOverAws.Start(database, HandlerLog, _aws, settings);

    private protected override async Task<TransportedShop> Prepare(TestDatabase database)
    {
        Task<ShopUnderTest> Dies(string module) => ShopUnderTest.Prepare(
            database, ShopOverAws.Modules, services => services.AddSingleton(HandlerLog), ShopOverAws.Settings(module, _aws));
        return new TransportedShop(await Dies("checkout"), await Dies("billing"));
    }
}
