using Shop.Events;

namespace Shop.Messaging.Modules;

/// <summary>Which events a module subscribes to, and what handles them. Stored as EventBridge's own pattern.</summary>
public sealed class Rule
{
    internal Rule(string module, string name, EventContract contract, EventPattern pattern, RetryPolicy retry, HandlerInvoker invoker)
    {
        Module = module;
        Name = name;
        Contract = contract;
        Pattern = pattern;
        Retry = retry;
        Invoker = invoker;
    }

    /// <summary>Alternatives for a rule's <c>Where</c>, one of which must hold: EventBridge's <c>$or</c>.</summary>
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

    /// <summary>The subscribing module.</summary>
    public string Module { get; }

    /// <summary>Unique in the module; half of the inbox's key.</summary>
    public string Name { get; }

    /// <summary>The event that the handler reads.</summary>
    public EventContract Contract { get; }

    /// <summary>The EventBridge pattern that selects events.</summary>
    public EventPattern Pattern { get; }

    /// <summary>How often a failing message is retried.</summary>
    public RetryPolicy Retry { get; }

    /// <summary>The handler's class.</summary>
    public Type Handler => Invoker.Handler;

    /// <summary>The handler's name without type arguments.</summary>
    public string HandlerName => Handler.Name.Split('`')[0];

    internal HandlerInvoker Invoker { get; }

    /// <summary>
    /// The rule as a replay with <c>rerun</c> runs it: a rule of its own, whose name, and so whose key in the inbox, contains the replay's. So it
    /// handles an event once per replay, however often that is resumed, and it is retried and dead-lettered like any other.
    /// </summary>
    internal Rule RerunIn(string replay) => new(Module, $"{Name}{RerunSeparator}{replay}", Contract, Pattern, Retry, Invoker);

    /// <summary>Separates a rule's name from the replay's; neither contains it.</summary>
    internal const char RerunSeparator = '@';
}
