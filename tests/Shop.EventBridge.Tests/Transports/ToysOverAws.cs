using Microsoft.Extensions.DependencyInjection;
using Shop.Messaging.Tests.Bus;
using Shop.Messaging.Tests.Conformance;
using Shop.Testing;

namespace Shop.EventBridge.Tests;

/// <summary>The thrower in one process, the catcher in another, as far as the bus can tell; between them EventBridge and SQS.</summary>
internal sealed class ToysOverAws(ShopUnderTest thrower, ShopUnderTest catcher, FakeAws aws) : TransportedToys(thrower, catcher)
{
    public static IReadOnlyList<IModule> Modules => [new Thrower(), new Catcher()];

    /// <summary>An endpoint with the queues and rules of both.</summary>
    public static async Task<FakeAws> Aws()
    {
        var aws = await FakeAws.Start();
        aws.Serve(Declared(Modules));
        return aws;
    }

    private static IReadOnlyList<ModuleDeclaration> Declared(IReadOnlyList<IModule> modules) =>
        new ServiceCollection().AddLogging().AddModules(new Microsoft.Extensions.Configuration.ConfigurationBuilder().Build(), modules, [])
            .BuildServiceProvider().GetRequiredService<ModuleDirectory>().All;

    public static async Task<ToysOverAws> Start(TestDatabase database, Diary diary, FakeAws aws, params (string, string)[] settings) =>
        new(await Host("thrower", database, diary, aws, settings), await Host("catcher", database, diary, aws, settings), aws);

    public static Task<ShopUnderTest> Host(string module, TestDatabase database, Diary diary, FakeAws aws, params (string, string)[] settings) =>
        ShopUnderTest.Start(database, Modules, services => services.AddSingleton(diary), Settings(module, aws, settings));

    public static (string, string)[] Settings(string module, FakeAws aws, params (string, string)[] settings) =>
    [
        ("Hosted", module), ("Bus:Modules:catcher", "Remote"), ("Bus:Aws:RetryDelay", "00:00:00.005"), ("Bus:Aws:WaitTime", "00:00:05"),
        .. aws.Settings.Select(one => (one.Key, one.Value!)), .. settings,
    ];

    /// <summary>Until both are quiet, no queue has anything, and nothing was put meanwhile.</summary>
    public override async Task Settle()
    {
        using var rateLimit = new PeriodicTimer(TimeSpan.FromMilliseconds(5));
        long before;
        do
        {
            before = aws.Events.Accepted;
            await Thrower.Settle();
            await Catcher.Settle();
            await rateLimit.WaitForNextTickAsync();
        }
        while (aws.Events.Accepted != before || aws.Queues.Values.Any(queue => queue.Count > 0) || Busy(Thrower) || Busy(Catcher));
    }

    private static bool Busy(ShopUnderTest shop) => shop.Services.GetRequiredService<Bus>().Activity.InFlight > 0;
}
