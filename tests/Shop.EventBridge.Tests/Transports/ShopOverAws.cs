using Microsoft.Extensions.DependencyInjection;
using Shop.Messaging.Tests.Bus;
using Shop.Messaging.Tests.Conformance;
using Shop.Testing;

namespace Shop.EventBridge.Tests;

/// <summary>Checkout and Billing in a host each, with EventBridge and SQS between them.</summary>
internal sealed class ShopOverAws(ShopUnderTest checkout, ShopUnderTest billing, FakeAws aws) : TransportedShop(checkout, billing)
{
    public static IReadOnlyList<IModule> Modules => [new Checkout(), new Billing()];

    /// <summary>An endpoint with both modules' queues and rules.</summary>
    public static async Task<FakeAws> Aws()
    {
        var aws = await FakeAws.Start();
        aws.Serve(Declared(Modules));
        return aws;
    }

    private static IReadOnlyList<ModuleDeclaration> Declared(IReadOnlyList<IModule> modules) =>
        new ServiceCollection().AddLogging().AddModules(new Microsoft.Extensions.Configuration.ConfigurationBuilder().Build(), modules, [])
            .BuildServiceProvider().GetRequiredService<ModuleDirectory>().All;

    public static async Task<ShopOverAws> Start(TestDatabase database, HandlerLog handled, FakeAws aws, params (string, string)[] settings) =>
        new(await Host("checkout", database, handled, aws, settings), await Host("billing", database, handled, aws, settings), aws);

    public static Task<ShopUnderTest> Host(string module, TestDatabase database, HandlerLog handled, FakeAws aws, params (string, string)[] settings) =>
        ShopUnderTest.Start(database, Modules, services => services.AddSingleton(handled), Settings(module, aws, settings));

    public static (string, string)[] Settings(string module, FakeAws aws, params (string, string)[] settings) =>
    [
        ("Hosted", module), ("Bus:Modules:billing", "Remote"), ("Bus:Aws:RetryDelay", "00:00:00.005"), ("Bus:Aws:WaitTime", "00:00:05"),
        .. aws.Settings.Select(one => (one.Key, one.Value!)), .. settings,
    ];

    /// <summary>Waits until both are idle, all queues are empty, and no event was put meanwhile.</summary>
    public override async Task Settle()
    {
        using var rateLimit = new PeriodicTimer(TimeSpan.FromMilliseconds(5));
        long before;
        do
        {
            before = aws.Events.Accepted;
            await Checkout.Settle();
            await Billing.Settle();
            await rateLimit.WaitForNextTickAsync();
        }
        while (aws.Events.Accepted != before || aws.Queues.Values.Any(queue => queue.Count > 0) || Busy(Checkout) || Busy(Billing));
    }

    private static bool Busy(ShopUnderTest shop) => shop.Services.GetRequiredService<Bus>().Activity.InFlight > 0;
}
