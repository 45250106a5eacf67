using Shop.Events;

namespace Shop.Messaging;

/// <summary>Which events a module hears, and what it does with them. Kept as EventBridge's own pattern.</summary>
public sealed class Rule
{
    /// <summary>Alternatives for a rule's <c>Where</c>, one of which must hold: <c>$or</c> in EventBridge's words.</summary>
    /// <example><code>
    /// .Where(Rule.AnyOf&lt;OrderCreated&gt;(
    ///     order => order.Where(o => o.TotalAmount, Is.AtLeast(1000)),
    ///     order => order.Where(o => o.ShippingAddress.Country, Is.AnythingBut("US", "CA"))))
    /// </code></example>
    /// <exception cref="ArgumentException">There are fewer than two.</exception>
    public static AnyOf<TEvent> AnyOf<TEvent>(params Func<Fields<TEvent>, Fields<TEvent>>[] alternatives) where TEvent : IEvent =>
        alternatives.Length >= 2
            ? new AnyOf<TEvent>([.. alternatives.Select(one => one(new Fields<TEvent>()))])
            : throw new ArgumentException("AnyOf takes two alternatives or more; a single one goes into Where itself.", nameof(alternatives));

    internal Rule(string module, string name, EventContract contract, EventPattern pattern, RetryPolicy retry, HandlerInvoker handling)
    {
        Module = module;
        Name = name;
        Contract = contract;
        Pattern = pattern;
        Retry = retry;
        Invoker = handling;
    }

    /// <summary>Who hears.</summary>
    public string Module { get; }

    /// <summary>Unique in the module; half of the inbox's key.</summary>
    public string Name { get; }

    /// <summary>The event that the handler reads.</summary>
    public EventContract Contract { get; }

    /// <summary>The EventBridge pattern that decides.</summary>
    public EventPattern Pattern { get; }

    /// <summary>How often a failing event is tried.</summary>
    public RetryPolicy Retry { get; }

    /// <summary>What is done with the event.</summary>
    public Type Handler => Invoker.Handler;

    /// <summary>Its name, without what a generic one is made for.</summary>
    public string HandlerName => Handler.Name.Split('`')[0];

    internal HandlerInvoker Invoker { get; }

    /// <summary>
    /// The rule as a replay that runs it again deliberately: a hearing of its own, whose name, and so whose key in the inbox, carries the
    /// replay's. So it is done once a replay, however often that is resumed, and fails, waits and dies like any other.
    /// </summary>
    internal Rule RerunIn(string replay) => new(Module, $"{Name}{RerunSeparator}{replay}", Contract, Pattern, Retry, Invoker);

    /// <summary>Stands between a rule's name and the replay's; not a character of either.</summary>
    internal const char RerunSeparator = '@';
}
