using System.Text.Json.Nodes;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Shop.Events;

namespace Shop.Messaging.Tests.Bus;

/// <summary>The pattern of a rule, and the rules that are rejected when the module is declared.</summary>
public sealed class RuleTests
{
    private sealed class Subscriber(Action<ModuleBuilder> rules) : IModule
    {
        public string Name => "hearer";

        public void Register(ModuleBuilder module)
        {
            module.UseDatabase<LabellingDb>();
            rules(module);
        }
    }

    private static Rule Declared(Action<ModuleBuilder> rules) => new ServiceCollection().AddLogging()
        .AddModules(new ConfigurationBuilder().Build(), [new Subscriber(rules)], []).BuildServiceProvider().GetRequiredService<ModuleDirectory>().All.Single().Rules.Single();

    private static void HasDetail(string detail, Rule rule) =>
        Assert.Equal(JsonNode.Parse(detail)!.ToJsonString(), JsonNode.Parse(rule.Pattern.ToString())!["detail"]!.ToJsonString());

    [Fact]
    public void A_rule_for_an_event_with_one_version_does_not_test_the_version() =>
        Assert.Null(JsonNode.Parse(Declared(module => module.On<OrderPlaced>("send-invoice").Do<SendInvoice>()).Pattern.ToString())!["detail"]);

    [Fact]
    public void A_rule_for_the_oldest_version_matches_its_number_or_none() => HasDetail(
        """{"metadata":{"version":["1.0",{"exists":false}]}}""",
        Declared(module => module.On<First.PriceChanged>("see").Do<PrintLabelAsBefore>()));

    [Fact]
    public void A_rule_for_a_newer_version_also_matches_older_events_that_are_not_copies() => HasDetail(
        """{"metadata":{"$or":[{"version":["2.0"]},{"version":["1.0",{"exists":false}],"copyOf":[{"exists":false}]}]}}""",
        Declared(module => module.On<PriceChanged>("see").Do<PrintLabel>()));

    [Fact]
    public void Alternatives_become_an_or_beside_the_other_fields() => HasDetail(
        """{"amount":[{"numeric":[">=",5]}],"$or":[{"orderId":["ORD-3"]},{"orderId":["ORD-1"],"amount":[{"numeric":["<",9]}]}]}""",
        Declared(module => module.On<OrderPlaced>("send-invoice")
            .Where(order => order.Amount, Is.AtLeast(5))
            .Where(Rule.AnyOf<OrderPlaced>(
                order => order.Where(o => o.OrderId, Is.EqualTo("ORD-3")),
                order => order.Where(o => o.OrderId, Is.EqualTo("ORD-1")).Where(o => o.Amount, Is.LessThan(9))))
            .Do<SendInvoice>()));

    [Fact]
    public void A_single_alternative_needs_no_or() =>
        Assert.Throws<ArgumentException>(() => Rule.AnyOf<OrderPlaced>(order => order.Where(o => o.Amount, Is.AtLeast(5))));

    [Fact]
    public void A_second_or_beside_the_first_is_rejected()
    {
        var either = Rule.AnyOf<OrderPlaced>(order => order.Where(o => o.Amount, Is.AtLeast(5)), order => order.Where(o => o.OrderId, Is.EqualTo("ORD-3")));

        Assert.Contains("inside each alternative", Assert.Throws<InvalidOperationException>(() =>
            Declared(module => module.On<OrderPlaced>("send-invoice").Where(either).Where(either).Do<SendInvoice>())).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_field_that_the_event_does_not_have_is_rejected() => Assert.StartsWith(
        "The rule hearer/send-invoice can never match: Order Placed 1.0 has no field detail.orderId.length;",
        Assert.Throws<InvalidOperationException>(() =>
            Declared(module => module.On<OrderPlaced>("send-invoice").Where(order => order.OrderId.Length, Is.AtLeast(5)).Do<SendInvoice>())).Message,
        StringComparison.Ordinal);

    [Fact]
    public void A_value_that_the_field_never_has_is_rejected() => Assert.Equal(
        """The rule hearer/send-invoice can never match: detail.orderId of Order Placed 1.0 is a string, which {"numeric":[">=",5]} never matches.""",
        Assert.Throws<InvalidOperationException>(() => Declared(module => module.On<OrderPlaced>("send-invoice")
            .Where(Rule.AnyOf<OrderPlaced>(order => order.Where(o => o.OrderId, Is.AtLeast(5)), order => order.Where(o => o.Amount, Is.AtLeast(5))))
            .Do<SendInvoice>())).Message);

    [Fact]
    public void The_buss_own_rule_names_are_rejected() => Assert.Contains(
        "\"receive\"",
        Assert.Throws<InvalidOperationException>(() => Declared(module => module.On<OrderPlaced>(BuiltInRules.ReceiveName).Do<SendInvoice>())).Message,
        StringComparison.Ordinal);
}
