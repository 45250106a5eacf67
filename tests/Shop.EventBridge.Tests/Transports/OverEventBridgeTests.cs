using Microsoft.Extensions.DependencyInjection;
using Shop.Messaging.Tests.Conformance;
using Shop.Testing;

namespace Shop.EventBridge.Tests;

/// <summary>The suite of the carriers, with EventBridge and SQS between two processes.</summary>
public sealed class OverEventBridgeTests : TransportConformance, IAsyncLifetime
{
    private FakeAws _aws = null!;

    public async ValueTask InitializeAsync() => _aws = await ToysOverAws.Aws();

    public ValueTask DisposeAsync() => _aws.DisposeAsync();

    private protected override async Task<TransportedToys> Start(TestDatabase database, params (string, string)[] settings) =>
        await ToysOverAws.Start(database, Diary, _aws, settings);

    private protected override async Task<TransportedToys> Prepare(TestDatabase database)
    {
        Task<ShopUnderTest> Dies(string module) => ShopUnderTest.Prepare(
            database, ToysOverAws.Modules, services => services.AddSingleton(Diary), ToysOverAws.Settings(module, _aws));
        return new TransportedToys(await Dies("thrower"), await Dies("catcher"));
    }
}
