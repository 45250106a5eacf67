using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Shop.EventBridge.Tests;

/// <summary>Which modules a process hosts, and whether events leave it, by configuration.</summary>
public sealed class PlacementTests
{
    private static ServiceProvider Compose(string[]? hosted, params (string Key, string Value)[] settings)
    {
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(settings.Select(setting => KeyValuePair.Create(setting.Key, (string?)setting.Value)))
            .AddInMemoryCollection([new("Storage:Path", Path.GetTempPath())]).Build();
        return new ServiceCollection().AddLogging().AddModules(configuration, ShopOverAws.Modules, hosted).AddEventBridgeTransport(configuration).BuildServiceProvider();
    }

    private static IEnumerable<string> Hosted(IServiceProvider provider) => provider.GetRequiredService<ModuleDirectory>().Hosted.Select(module => module.Name).Order();

    [Fact]
    public async Task By_default_all_modules_are_local_and_no_event_leaves()
    {
        await using var provider = Compose(null);

        Assert.Equal(["billing", "checkout"], Hosted(provider));
        Assert.Empty(provider.GetServices<ITransport>());
    }

    [Theory]
    [InlineData("billing")]
    [InlineData("Billing")]
    public async Task A_remote_module_is_not_hosted_unless_it_is_named(string module)
    {
        await using var rest = Compose(null, ($"Bus:Modules:{module}", "Remote"));
        await using var its = Compose(["billing"], ($"Bus:Modules:{module}", "Remote"));

        Assert.Equal(["checkout"], Hosted(rest));
        Assert.Equal(["billing"], Hosted(its));
        Assert.True(rest.GetRequiredService<BusOptions>().UsesRemoteTransport && its.GetRequiredService<BusOptions>().UsesRemoteTransport);
    }

    [Fact]
    public void An_unknown_module_cannot_be_placed()
    {
        var error = Assert.Throws<ArgumentException>(() => Compose(null, ("Bus:Modules:cather", "Remote")));

        Assert.Contains("cather", error.Message, StringComparison.Ordinal);
        Assert.Contains("billing, checkout", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Bus:Aws:BatchBytes", "1000001")]
    [InlineData("Bus:Aws:WaitTime", "00:00:21")]
    [InlineData("Bus:Aws:VisibilityTimeout", "00:00:00")]
    [InlineData("Bus:Aws:MaxConcurrentCalls", "0")]
    public void Settings_that_AWS_would_reject_are_rejected_at_startup(string key, string value) =>
        Assert.Contains(key.Split(':')[^1], Assert.Throws<ArgumentException>(() => Compose(null, (key, value))).Message, StringComparison.Ordinal);
}
