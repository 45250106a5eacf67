namespace Shop.Architecture.Tests;

/// <summary>
/// A module knows other modules by their Contracts alone, and of the bus only what is made for modules. It cannot name, resolve or open another module's
/// storage. Every type that its compiled code names is looked at, not only project references.
/// </summary>
public sealed class BoundaryTests
{
    private const string Bus = "Shop.Messaging";

    /// <summary>What a module may name of the bus, floor by floor. Anything else fails: add a type here only when it gives no module a way to another's data.</summary>
    private static readonly Dictionary<string, string[]> ForModules = new()
    {
        ["Kernel"] = ["Backoff", "BusOptions", "BusTelemetry", "EventIds", "GroupCommit`1"],
        ["Migrations"] = ["StoreKind"],
        ["Storage"] =
        [
            "IModuleStorage`1", "SqlDialect", "SqlColumn", "StorageSettings",
            "DeadLetter", "DeadLetterDetails", "DeadLetterFilter", "DeadLetterGroup", "FailedAttempt",
        ],
        // Declarations and handlers, not ModuleDirectory: a module need not know which others there are.
        ["Modules"] =
        [
            "IModule", "ModuleBuilder", "RuleBuilder`1", "Rule", "AnyOf`1", "Fields`1", "RetryPolicy", "IRecurring", "ISeed",
            "IHandle`1", "IHandleMany`1", "IExternalCall`2", "IReceived", "Received`1", "CallResult`2", "NonRetryableException", "EventDeliveryFailed",
            "IReconciliation", "ReconciliationSpan", "Discrepancy", "Figure",
        ],
        ["Publishing"] = ["ModuleDbContext", "ModuleBuilderExtensions", "JsonColumn"],
        // These show events and what became of them, read-only or with an entry in the audit log; none opens a database.
        ["Operating"] = ["AuditLog", "DeadLetters", "EventHistory", "OperationRejectedException", "PublishedEvents", "TimelineEvent"],
    };

    /// <summary>The ways into any module's storage, and the bus's registries. The bus alone names them.</summary>
    private static readonly string[] InternalToTheBus = ["HostedModule", "HostedModules", "ModuleRuntime", "ModuleRuntimes", "ModuleStore", "ModuleDatabase", "IPublishers"];

    public static TheoryData<string> EachModule => House.EachModule;

    [Theory, MemberData(nameof(EachModule))]
    public void A_module_names_nothing_but_packages_contracts_and_what_the_bus_makes_for_modules(string module) =>
        Found.Nothing(Violations(CompiledAssembly.OfProduct($"Shop.{module}")));

    [Theory, MemberData(nameof(EachModule))]
    public void Contracts_name_nothing_but_packages_and_the_events_library(string module)
    {
        var name = $"Shop.{module}.Contracts";
        if (File.Exists(Path.Combine(AppContext.BaseDirectory, name + ".dll")))
            Assert.All(CompiledAssembly.OfProduct(name).Uses.Where(use => IsOfTheShop(use.Used)), use => Assert.True(use.Used.Assembly == name || use.Used.Assembly == "Shop.Events", $"{use.User} names {use.Used}."));
    }

    [Fact]
    public void The_bus_makes_no_type_public_that_opens_a_named_modules_storage()
    {
        var bus = CompiledAssembly.OfProduct(Bus);
        Assert.All(InternalToTheBus, name => Assert.Contains(bus.Types, type => type.Name == name));
        Assert.DoesNotContain(bus.PublicTypes, type => InternalToTheBus.Contains(type.Name));
    }

    [Fact]
    public void The_bus_shows_its_internals_to_no_module() =>
        Assert.Empty(CompiledAssembly.OfProduct(Bus).Friends.Intersect(House.ModuleNames.Select(module => $"Shop.{module}")));

    [Fact]
    public void A_module_that_names_another_modules_context_or_the_bus_registries_fails()
    {
        var events = Sample.Compile("Shop.Events", "namespace Shop.Events { public interface IEvent { } }");
        var bus = Sample.Compile(Bus, """
            namespace Shop.Messaging.Consuming { public class HostedModules { public object this[string name] => null; } }
            namespace Shop.Messaging.Modules { public class ModuleDirectory { } public interface IHandle<T> { } }
            namespace Shop.Messaging.Publishing { public abstract class ModuleDbContext { } }
            namespace Shop.Messaging.Storage { public interface IModuleStorage<T> { } }
            """);
        var contracts = Sample.Compile("Shop.Orders.Contracts", "namespace Shop.Orders { public class OrderCreated : Shop.Events.IEvent { } }", events);
        var orders = Sample.Compile(
            "Shop.Orders", "namespace Shop.Orders { public class OrdersDb : Shop.Messaging.Publishing.ModuleDbContext { public int Rows; } }", bus);
        var payments = Sample.Compile("Shop.Payments", """
            using System;
            using Microsoft.Extensions.DependencyInjection;
            using Shop.Messaging.Storage;
            namespace Shop.Payments
            {
                public class PaymentsDb : Shop.Messaging.Publishing.ModuleDbContext { }
                public class Fine(IModuleStorage<PaymentsDb> own) : Shop.Messaging.Modules.IHandle<Shop.Orders.OrderCreated> { public object Own => own; }
                public class NamesContext { public int Read(Shop.Orders.OrdersDb db) => db.Rows; }
                public class OpensStorage(IServiceProvider services) { public object Open() => services.GetRequiredService<IModuleStorage<Shop.Orders.OrdersDb>>(); }
                public class OpensAnyStorage(IModuleStorage<Shop.Messaging.Publishing.ModuleDbContext> any) { public object Any => any; }
                public class ResolvesHosted(IServiceProvider services) { public object Orders() => services.GetRequiredService<Shop.Messaging.Consuming.HostedModules>()["orders"]; }
                public class ResolvesDirectory(IServiceProvider services) { public object All() => services.GetService(typeof(Shop.Messaging.Modules.ModuleDirectory)); }
                public class Reflects { public Type Hosted() => Type.GetType("Shop.Messaging.Consuming.HostedModules, Shop.Messaging"); }
            }
            """, events, bus, contracts, orders);
        Assert.Equal(
            [
                "Shop.Payments.NamesContext names Shop.Orders.OrdersDb of Shop.Orders.",
                "Shop.Payments.OpensAnyStorage closes IModuleStorage over Shop.Messaging.Publishing.ModuleDbContext, which is not its own context.",
                "Shop.Payments.OpensStorage closes IModuleStorage over Shop.Orders.OrdersDb, which is not its own context.",
                "Shop.Payments.OpensStorage names Shop.Orders.OrdersDb of Shop.Orders.",
                "Shop.Payments.Reflects has the name of a type in a string: \"Shop.Messaging.Consuming.HostedModules, Shop.Messaging\".",
                "Shop.Payments.ResolvesDirectory names Shop.Messaging.Modules.ModuleDirectory of Shop.Messaging.",
                "Shop.Payments.ResolvesHosted names Shop.Messaging.Consuming.HostedModules of Shop.Messaging.",
            ],
            Violations(CompiledAssembly.Load(payments)));
    }

    private static IReadOnlyList<string> Violations(CompiledAssembly module) =>
    [
        .. module.Uses.Where(use => IsOfTheShop(use.Used) && !MayName(module, use.Used)).Select(use => $"{use.User} names {use.Used} of {use.Used.Assembly}.")
            .Concat(from closed in module.Instantiations
                    where closed.Generic.Name == "IModuleStorage`1" && closed.Arguments[0] is { } context && context.Assembly != module.Name
                    select $"{closed.User} closes IModuleStorage over {closed.Arguments[0]}, which is not its own context.")
            .Concat(from text in module.Strings
                    where text.Text.StartsWith("Shop.", StringComparison.Ordinal) && text.Text.Contains(", Shop.", StringComparison.Ordinal)
                    select $"{text.User} has the name of a type in a string: \"{text.Text}\".")
            .Distinct().Order(StringComparer.Ordinal),
    ];

    private static bool IsOfTheShop(NamedType type) => type.Assembly.StartsWith("Shop.", StringComparison.Ordinal);

    private static bool MayName(CompiledAssembly module, NamedType used) =>
        used.Assembly == module.Name || used.Assembly.EndsWith(".Contracts", StringComparison.Ordinal)
        || used.Assembly is "Shop.Events" or "Shop.EventPatterns" or "Shop.Web"
        || (used.Assembly == Bus && ForModules.GetValueOrDefault(used.Namespace[(Bus.Length + 1)..], []).Contains(used.Name));
}
