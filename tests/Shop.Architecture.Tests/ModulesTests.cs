using System.Text.Json;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Shop.Events;

namespace Shop.Architecture.Tests;

public sealed class ModulesTests
{
    public static TheoryData<string> EachModule => House.EachModule;

    public static TheoryData<string> EachContracts => House.EachContracts;

    internal static IReadOnlyList<ModuleDeclaration> Declared => new ServiceCollection().AddLogging()
        .AddModules(new ConfigurationBuilder().Build(), [.. House.ModuleNames.Select(House.FrontDoorOf)], [])
        .BuildServiceProvider().GetRequiredService<ModuleDirectory>().All;

    /// <summary>What speaks to the world outside the shop: a provider over HTTP.</summary>
    private static readonly string[] ClientsOfProviders = ["Microsoft.Extensions.Http.Resilience"];

    [Theory, MemberData(nameof(EachModule))]
    public void Of_the_shop_a_module_references_the_bus_the_api_conventions_and_contracts_alone(string module) => Assert.All(
        House.ReferencesOf(module, $"Shop.{module}").Where(reference => reference.StartsWith("Shop.", StringComparison.Ordinal)),
        reference => Assert.True(
            reference is "Shop.Messaging" or "Shop.Web" || reference.EndsWith(".Contracts", StringComparison.Ordinal) || ClientsOfProviders.Contains(reference),
            $"Shop.{module} may not reference {reference}: a module knows others by their Contracts only."));

    [Theory, MemberData(nameof(EachContracts))]
    public void Contracts_reference_Shop_Events_alone(string module) =>
        Assert.Equal(["Shop.Events"], House.ReferencesOf(module, $"Shop.{module}.Contracts"));

    [Theory, MemberData(nameof(EachModule))]
    public void A_modules_only_public_type_is_its_front_door(string module) =>
        Assert.Equal($"{module}Module", Assert.Single(House.AssemblyOf(module).GetExportedTypes()).Name);

    [Theory, MemberData(nameof(EachModule))]
    public void A_modules_classes_are_sealed_or_abstract(string module) => Assert.All(
        House.AssemblyOf(module).GetTypes().Where(type => type.IsClass && !type.IsNested && type.Namespace?.StartsWith("Shop", StringComparison.Ordinal) == true),
        type => Assert.True(type.IsSealed || type.IsAbstract, $"{type.Name} is neither sealed nor abstract."));

    [Theory, MemberData(nameof(EachModule))]
    public void A_module_is_named_in_lower_case_as_its_folder_is(string module) =>
        Assert.Equal(module.ToLowerInvariant(), House.FrontDoorOf(module).Name);

    [Theory, MemberData(nameof(EachContracts))]
    public void Every_contract_is_an_event_in_the_past_tense_of_its_module(string module) => Assert.All(
        EventContract.AllIn(House.ContractsOf(module)),
        contract =>
        {
            Assert.Equal($"com.shop.{module.ToLowerInvariant()}", contract.Source);
            Assert.Equal(contract.DetailType.Replace(" ", "", StringComparison.Ordinal), contract.Type.Name);
            Assert.True(typeof(IEvent).IsAssignableFrom(contract.Type), $"{contract.Type.Name} is no IEvent.");
            Assert.True(contract.DetailType.Length <= 128, "EventBridge takes detail-types of up to 128 characters.");
        });

    [Fact]
    public void Every_event_that_a_rule_subscribes_to_is_published_by_a_module()
    {
        var published = Declared.SelectMany(module => module.Publishes).Concat(BusEvents.Published).ToHashSet();
        Assert.All(Declared.SelectMany(module => module.Rules), rule =>
            Assert.True(published.Contains(rule.Contract), $"{rule.Module}/{rule.Name} hears {rule.Contract.DetailType}, which nobody says."));
    }

    [Fact]
    public void Every_module_of_the_disk_is_in_the_host()
    {
        var hosted = Assert.IsAssignableFrom<IReadOnlyList<IModule>>(
            System.Reflection.Assembly.Load("Shop.Host").GetType("Shop.Host.Hosting.ShopModules")!.GetProperty("All")!.GetValue(null));
        Assert.Equal(House.ModuleNames.Select(name => name.ToLowerInvariant()).Order(), hosted.Select(module => module.Name).Order());
    }

    /// <summary>Rules that can never match are refused when they are declared; this holds for all of them, versions included.</summary>
    [Fact]
    public void Every_field_that_a_rule_names_is_in_the_schema_of_its_event() => Assert.All(
        Declared.SelectMany(module => module.Rules),
        rule => Assert.All(rule.Pattern.Fields, field => Assert.True(
            EventSchema.Of(rule.Contract).Fields.ContainsKey(field), $"{rule.Module}/{rule.Name} looks at {field}, which {rule.Contract} does not have.")));

    [Theory, MemberData(nameof(EachContracts))]
    public void Every_contract_has_an_example_that_fits_its_schema_and_can_be_read(string module) => Assert.All(
        EventContract.AllIn(House.ContractsOf(module)),
        contract =>
        {
            using var example = JsonDocument.Parse(EventSchema.Of(contract).ToExample().ToJsonString());
            Assert.Empty(EventSchema.Of(contract).Check(example.RootElement, UnknownFields.Refused));
            Assert.NotNull(example.RootElement.GetProperty("detail").Deserialize(contract.Type, EventJson.Options));
        });

    /// <summary>Descriptions come from the docstrings, so a field without one would be a schema that does not say what it means.</summary>
    [Theory, MemberData(nameof(EachContracts))]
    public void Every_field_of_a_contract_is_described(string module) => Assert.All(
        EventContract.AllIn(House.ContractsOf(module)),
        contract => Assert.All(
            EventSchema.Of(contract).ToJson()["properties"]!["detail"]!["properties"]!.AsObject(),
            field => Assert.True(field.Value!["description"] is not null, $"{field.Key} of {contract} has no <param> in its docstring.")));

    [Fact]
    public void Rules_keep_within_what_EventBridge_takes() => Assert.All(Declared.SelectMany(module => module.Rules), rule =>
    {
        Assert.Matches("^[a-z0-9-]{1,40}$", rule.Name);
        Assert.True(rule.Pattern.ToString().Length <= 2048, $"The pattern of {rule.Name} has more than 2,048 characters.");
    });
}
