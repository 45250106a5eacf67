using System.Linq.Expressions;
using Shop.Events;

namespace Shop.Notifications;

/// <summary>One branch of the workflow: an event on a channel.</summary>
/// <param name="Rule">The rule of the branch.</param>
/// <param name="Trigger">The event.</param>
/// <param name="Channel">The channel's name.</param>
/// <param name="Read">The content of a notification.</param>
/// <param name="Declare">Declares the rule.</param>
internal sealed record Branch(string Rule, Type Trigger, string Channel, Func<Envelope, Notice> Read, Action<ModuleBuilder> Declare)
{
    /// <summary>Matches every event of a type.</summary>
    public static IEnumerable<Branch> On<TEvent>(string name, params Way[] ways)
        where TEvent : IEvent => Rules<TEvent>(name, rule => rule, ways);

    /// <summary>Matches events whose field matches.</summary>
    public static IEnumerable<Branch> On<TEvent>(string name, Expression<Func<TEvent, Money>> field, Matcher matches, params Way[] ways)
        where TEvent : IEvent =>
        Rules<TEvent>(name, rule => rule.Where(field, matches), ways);

    /// <summary>Selects a channel.</summary>
    public static Way By<TChannel>() where TChannel : class, IChannel => new Way<TChannel>();

    private static IEnumerable<Branch> Rules<TEvent>(string name, Func<RuleBuilder<TEvent>, RuleBuilder<TEvent>> choose, Way[] ways)
        where TEvent : IEvent =>
        ways.Select(way => way.Rule($"{name}-by-{way.Name}", choose));
}

/// <summary>A selected channel; a type, so that it can supply the generic handler.</summary>
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
        module =>
            choose(module.On<TEvent>(rule)).Retrying(TChannel.Retry.Attempts, TChannel.Retry.MaxAge)
                .Do<SendNotifications<TEvent, TChannel>>());
}
