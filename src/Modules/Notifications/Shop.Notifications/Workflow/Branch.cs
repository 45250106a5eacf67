using System.Linq.Expressions;
using Shop.Events;
using Shop.Messaging;

namespace Shop.Notifications;

/// <summary>One way in which one event is told: a row of the workflow for one channel.</summary>
/// <param name="Rule">The rule that carries it out.</param>
/// <param name="Trigger">The event.</param>
/// <param name="Channel">The channel's name.</param>
/// <param name="Read">What an event gives to be told.</param>
/// <param name="Declare">Declares the rule.</param>
internal sealed record Branch(string Rule, Type Trigger, string Channel, Func<Envelope, Notice> Read, Action<ModuleBuilder> Declare)
{
    /// <summary>Every such event.</summary>
    public static IEnumerable<Branch> On<TEvent>(string name, params Way[] ways) where TEvent : IEvent => Rules<TEvent>(name, rule => rule, ways);

    /// <summary>Such events whose field matches.</summary>
    public static IEnumerable<Branch> On<TEvent>(string name, Expression<Func<TEvent, Money>> field, Matcher matches, params Way[] ways) where TEvent : IEvent =>
        Rules<TEvent>(name, rule => rule.Where(field, matches), ways);

    /// <summary>By a channel.</summary>
    public static Way By<TChannel>() where TChannel : class, IChannel => new Way<TChannel>();

    private static IEnumerable<Branch> Rules<TEvent>(string name, Func<RuleBuilder<TEvent>, RuleBuilder<TEvent>> choose, Way[] ways) where TEvent : IEvent =>
        ways.Select(way => way.Rule($"{name}-by-{way.Name}", choose));
}

/// <summary>By which channel; a type, so that a rule's handler can be made for it.</summary>
internal abstract class Way
{
    /// <summary>The channel in a rule's name.</summary>
    public abstract string Name { get; }

    public abstract Branch Rule<TEvent>(string rule, Func<RuleBuilder<TEvent>, RuleBuilder<TEvent>> choose) where TEvent : IEvent;
}

internal sealed class Way<TChannel> : Way where TChannel : class, IChannel
{
    public override string Name => TChannel.Name.Replace('_', '-');

    public override Branch Rule<TEvent>(string rule, Func<RuleBuilder<TEvent>, RuleBuilder<TEvent>> choose) => new(
        rule, typeof(TEvent), TChannel.Name, envelope => Notice.Of(envelope.Read<TEvent>()),
        module => choose(module.On<TEvent>(rule)).Retrying(TChannel.Retry.Attempts, TChannel.Retry.MaxAge).Do<SendNotifications<TEvent, TChannel>>());
}
