using Shop.EventBridge;
using Shop.Testing;

namespace Shop.Torture;

/// <summary>What one process of the shop hosts, and how it is configured.</summary>
/// <param name="Modules">The modules that it hosts.</param>
/// <param name="Arguments">Of its command line.</param>
/// <param name="Settings">Of its configuration.</param>
internal sealed record House(IReadOnlyList<string> Modules, IReadOnlyList<string> Arguments, IReadOnlyList<KeyValuePair<string, string?>> Settings);

/// <summary>
/// The processes of a plan: all modules in one, or some of them in their own processes, with EventBridge and SQS in between.
/// </summary>
internal sealed class Houses(Plan plan, Homes homes, IReadOnlyList<KeyValuePair<string, string?>> common, TroubledAws? aws)
{
    /// <summary>Every module in one process.</summary>
    public House Whole => Of(Street.Modules, homes.SettingsOf(null), plan.Apart.Count > 0 ? [new("Bus:Aws:ReceiveWhenLocal", "true")] : []);

    /// <summary>The modules without their own process.</summary>
    public House Rest => Of([.. Street.Modules.Except(plan.Apart)], homes.SettingsOf(null), Remote);

    /// <summary>One module in its own process.</summary>
    public House Alone(string module) => Of([module], homes.SettingsOf(module), Remote) with { Arguments = ["--modules", module] };

    /// <summary>The initial ones; the first lists the products.</summary>
    public IReadOnlyList<House> First => plan.Apart.Count == 0 || plan.LeavesAt is not null
        ? [.. Enumerable.Repeat(Whole, plan.Processes)]
        : [Rest, .. plan.Apart.Select(Alone)];

    private IReadOnlyList<KeyValuePair<string, string?>> Remote => [.. plan.Apart.Select(module => KeyValuePair.Create($"Bus:Modules:{module}", (string?)nameof(Placement.Remote)))];

    private House Of(IReadOnlyList<string> modules, IEnumerable<KeyValuePair<string, string?>> data, IReadOnlyList<KeyValuePair<string, string?>> placement) => new(
        modules, [], aws is null ? [.. common, .. data] : [.. common, .. data, .. placement, .. aws.Settings, new("Bus:Aws:FallbackQueue", FallbackQueueOf(modules[0]))]);

    /// <summary>A process drains the queue of one of its own modules.</summary>
    private static string FallbackQueueOf(string module) => new TopologyNames(new AwsOptions()).FallbackQueueOf(module);
}
