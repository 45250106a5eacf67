using System.Linq.Expressions;
using System.Text.Json.Nodes;
using Shop.Events;

namespace Shop.Messaging.Modules;

/// <summary>Builds a rule that reads as a sentence: on which event, where which field matches, how it is retried, what handles it.</summary>
/// <typeparam name="TEvent">The event.</typeparam>
public sealed class RuleBuilder<TEvent> where TEvent : IEvent
{
    private readonly string _module;
    private readonly string _rule;
    private readonly Action<Rule> _made;
    private readonly Fields<TEvent> _detail = new();
    private RetryPolicy _retry = RetryPolicy.Default;

    internal RuleBuilder(string module, string rule, Action<Rule> made)
    {
        _module = module;
        _rule = rule;
        _made = made;
    }

    /// <summary>Matches only events whose field matches. The expression is never run: it names the field.</summary>
    /// <param name="field"><c>order => order.TotalAmount</c>, or a nested field.</param>
    /// <param name="matches">What the field must be: <c>Is.AtLeast(1000)</c>.</param>
    public RuleBuilder<TEvent> Where<TField>(Expression<Func<TEvent, TField>> field, Matcher matches)
    {
        _detail.Where(field, matches);
        return this;
    }

    /// <summary>Matches only events for which one of several alternatives holds: <c>Rule.AnyOf&lt;OrderCreated&gt;(…)</c>.</summary>
    /// <inheritdoc cref="Fields{TEvent}.Where(AnyOf{TEvent})"/>
    public RuleBuilder<TEvent> Where(AnyOf<TEvent> alternatives)
    {
        _detail.Where(alternatives);
        return this;
    }

    /// <summary>How often a failing message is retried, and how old its event may become.</summary>
    public RuleBuilder<TEvent> Retrying(int attempts, TimeSpan maxAge)
    {
        _retry = new RetryPolicy(attempts, maxAge).Validated($"{_module}/{_rule}");
        return this;
    }

    /// <summary>
    /// The handler: an <see cref="IHandle{TEvent}"/>, an <see cref="IHandleMany{TEvent}"/> or an
    /// <see cref="IExternalCall{TEvent,TResult}"/>.
    /// </summary>
    /// <exception cref="InvalidOperationException">
    /// The handler does not handle this event, or the rule contradicts the event's schema: a field that it does not have, or a value that the
    /// field never has.
    /// </exception>
    public void Do<THandler>() where THandler : class
    {
        var contract = EventContract.Of(typeof(TEvent));
        if (PatternFit.Errors(Pattern(contract), EventSchema.Of(contract)) is { Count: > 0 } errors)
            throw new InvalidOperationException($"The rule {_module}/{_rule} can never match: {string.Join(" ", errors)}");
        RuleVersions.Limit(_detail.Json, contract);
        _made(new Rule(_module, _rule, contract, Pattern(contract), _retry, HandlerInvoker.For<TEvent>(typeof(THandler))));
    }

    private EventPattern Pattern(EventContract contract)
    {
        var pattern = new JsonObject { ["source"] = new JsonArray(contract.Source), ["detail-type"] = new JsonArray(contract.DetailType) };
        if (_detail.Json.Count > 0)
            pattern["detail"] = _detail.Json.DeepClone();
        return EventPattern.Parse(pattern.ToJsonString(EventJson.Options));
    }
}
