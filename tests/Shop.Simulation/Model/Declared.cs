using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Shop.Catalog;
using Shop.Events;
using Shop.Inventory;
using Shop.Orders;
using Shop.Payments;

namespace Shop.Simulation;

/// <summary>The declarations of the product's modules: their rules and patterns.</summary>
internal static class Declared
{
    public static IReadOnlyList<ModuleDeclaration> Modules { get; } =
        [.. new IModule[] { new CatalogModule(), new OrdersModule(), new InventoryModule(), new PaymentsModule() }.Select(Declare)];

    private static readonly Dictionary<string, Rule> Rules =
        Modules.SelectMany(module => module.Rules).ToDictionary(rule => $"{rule.Module}/{rule.Name}");

    private static readonly RuleSet Patterns = RuleSet.Create(Rules.Select(rule => KeyValuePair.Create(rule.Key, rule.Value.Pattern)));

    /// <summary>A module's rules.</summary>
    public static IReadOnlyList<Rule> RulesOf(string module) => Modules.Single(declared => declared.Name == module).Rules;

    /// <summary>The rules that match an event.</summary>
    public static IReadOnlyList<Rule> Matching(ReadOnlyMemory<byte> envelope)
    {
        var matched = new List<string>();
        Patterns.Match(envelope.Span, matched);
        return [.. matched.Order(StringComparer.Ordinal).Select(name => Rules[name])];
    }

    private static ModuleDeclaration Declare(IModule module)
    {
        var builder = new ModuleBuilder(module.Name, new ServiceCollection(), new ConfigurationBuilder().Build());
        module.Register(builder);
        return builder.Build();
    }
}
