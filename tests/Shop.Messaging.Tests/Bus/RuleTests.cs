using System.Text.Json.Nodes;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Shop.Events;

namespace Shop.Messaging.Tests.Bus;

/// <summary>What a rule becomes, and which rules are refused when the module is declared.</summary>
public sealed class RuleTests
{
    private sealed class Subscriber(Action<ModuleBuilder> rules) : IModule
    {
        public string Name => "hearer";

        public void Register(ModuleBuilder module)
        {
            module.UseDatabase<SkyDb>();
            rules(module);
        }
    }

    private static Rule Declared(Action<ModuleBuilder> rules) => new ServiceCollection().AddLogging()
        .AddModules(new ConfigurationBuilder().Build(), [new Subscriber(rules)], []).BuildServiceProvider().GetRequiredService<ModuleDirectory>().All.Single().Rules.Single();

    private static void HasDetail(string detail, Rule rule) =>
        Assert.Equal(JsonNode.Parse(detail)!.ToJsonString(), JsonNode.Parse(rule.Pattern.ToString())!["detail"]!.ToJsonString());

    [Fact]
    public void A_rule_for_an_event_with_one_version_does_not_test_the_version() =>
        Assert.Null(JsonNode.Parse(Declared(module => module.On<BallThrown>("catch").Do<CatchBall>()).Pattern.ToString())!["detail"]);

    [Fact]
    public void A_rule_for_the_oldest_version_matches_its_number_or_none() => HasDetail(
        """{"metadata":{"version":["1.0",{"exists":false}]}}""",
        Declared(module => module.On<First.KiteRisen>("see").Do<SeeKiteAsBefore>()));

    [Fact]
    public void A_rule_for_a_newer_version_also_matches_older_events_that_are_not_copies() => HasDetail(
        """{"metadata":{"$or":[{"version":["2.0"]},{"version":["1.0",{"exists":false}],"copyOf":[{"exists":false}]}]}}""",
        Declared(module => module.On<KiteRisen>("see").Do<SeeKite>()));

    [Fact]
    public void Alternatives_become_an_or_beside_the_other_fields() => HasDetail(
        """{"height":[{"numeric":[">=",5]}],"$or":[{"ball":["red"]},{"ball":["blue"],"height":[{"numeric":["<",9]}]}]}""",
        Declared(module => module.On<BallThrown>("catch")
            .Where(ball => ball.Height, Is.AtLeast(5))
            .Where(Rule.AnyOf<BallThrown>(
                ball => ball.Where(b => b.Ball, Is.EqualTo("red")),
                ball => ball.Where(b => b.Ball, Is.EqualTo("blue")).Where(b => b.Height, Is.LessThan(9))))
            .Do<CatchBall>()));

    [Fact]
    public void A_single_alternative_needs_no_or() =>
        Assert.Throws<ArgumentException>(() => Rule.AnyOf<BallThrown>(ball => ball.Where(b => b.Height, Is.AtLeast(5))));

    [Fact]
    public void A_second_or_beside_the_first_is_rejected()
    {
        var either = Rule.AnyOf<BallThrown>(ball => ball.Where(b => b.Height, Is.AtLeast(5)), ball => ball.Where(b => b.Ball, Is.EqualTo("red")));

        Assert.Contains("inside each alternative", Assert.Throws<InvalidOperationException>(() =>
            Declared(module => module.On<BallThrown>("catch").Where(either).Where(either).Do<CatchBall>())).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_field_that_the_event_does_not_have_is_rejected() => Assert.StartsWith(
        "The rule hearer/catch can never match: Ball Thrown 1.0 has no field detail.ball.length;",
        Assert.Throws<InvalidOperationException>(() =>
            Declared(module => module.On<BallThrown>("catch").Where(ball => ball.Ball.Length, Is.AtLeast(5)).Do<CatchBall>())).Message,
        StringComparison.Ordinal);

    [Fact]
    public void A_value_that_the_field_never_has_is_rejected() => Assert.Equal(
        """The rule hearer/catch can never match: detail.ball of Ball Thrown 1.0 is a string, which {"numeric":[">=",5]} never matches.""",
        Assert.Throws<InvalidOperationException>(() => Declared(module => module.On<BallThrown>("catch")
            .Where(Rule.AnyOf<BallThrown>(ball => ball.Where(b => b.Ball, Is.AtLeast(5)), ball => ball.Where(b => b.Height, Is.AtLeast(5))))
            .Do<CatchBall>())).Message);

    [Fact]
    public void The_buss_own_rule_names_are_rejected() => Assert.Contains(
        "\"receive\"",
        Assert.Throws<InvalidOperationException>(() => Declared(module => module.On<BallThrown>(BuiltInRules.ReceiveName).Do<CatchBall>())).Message,
        StringComparison.Ordinal);
}
