using System.Linq.Expressions;
using System.Text.Json;
using System.Text.Json.Nodes;
using Shop.Events;

namespace Shop.Messaging;

/// <summary>Writes a rule as a sentence: on what, where which field is what, retried how, done by whom.</summary>
/// <typeparam name="TEvent">The event that is heard.</typeparam>
public sealed class RuleBuilder<TEvent> where TEvent : IEvent
{
    private readonly string _module;
    private readonly string _rule;
    private readonly Action<Rule> _made;
    private readonly JsonObject _detail = [];
    private RetryPolicy _retry = RetryPolicy.Default;

    internal RuleBuilder(string module, string rule, Action<Rule> made)
    {
        _module = module;
        _rule = rule;
        _made = made;
    }

    /// <summary>Hears only events whose field matches. The expression is never run: it names the field.</summary>
    /// <param name="field"><c>order => order.TotalAmount</c>, or a nested field.</param>
    /// <param name="matches">What the field must be: <c>Is.AtLeast(1000)</c>.</param>
    public RuleBuilder<TEvent> Where<TField>(Expression<Func<TEvent, TField>> field, Matcher matches)
    {
        var place = _detail;
        var path = PathOf(field.Body).ToList();
        foreach (var name in path[..^1])
            place = (JsonObject)(place[name] ??= new JsonObject());
        place[path[^1]] = JsonNode.Parse(matches.ToString());
        return this;
    }

    /// <summary>How often a failing event is tried, and how old it may become.</summary>
    public RuleBuilder<TEvent> Retrying(int attempts, TimeSpan maxAge)
    {
        _retry = new RetryPolicy(attempts, maxAge).Checked($"{_module}/{_rule}");
        return this;
    }

    /// <summary>What is done: an <see cref="IHandle{TEvent}"/>, an <see cref="IHandleMany{TEvent}"/> or an <see cref="ICallOut{TEvent,TAnswer}"/>.</summary>
    /// <exception cref="InvalidOperationException">The handler does not hear this event.</exception>
    public void Do<THandler>() where THandler : class
    {
        var contract = EventContract.Of(typeof(TEvent));
        var pattern = new JsonObject { ["source"] = new JsonArray(contract.Source), ["detail-type"] = new JsonArray(contract.DetailType) };
        if (_detail.Count > 0)
            pattern["detail"] = _detail;
        _made(new Rule(_module, _rule, contract, EventPattern.Parse(pattern.ToJsonString(EventJson.Options)), _retry, Hearing.By<TEvent>(typeof(THandler))));
    }

    private static IEnumerable<string> PathOf(Expression expression) => expression switch
    {
        MemberExpression { Expression: ParameterExpression } field => [JsonName(field)],
        MemberExpression { Expression: { } parent } field => [.. PathOf(parent), JsonName(field)],
        UnaryExpression { NodeType: ExpressionType.Convert } convert => PathOf(convert.Operand),
        _ => throw new ArgumentException($"\"{expression}\" does not name a field of the event."),
    };

    private static string JsonName(MemberExpression field) => JsonNamingPolicy.CamelCase.ConvertName(field.Member.Name);
}
