using System.Linq.Expressions;
using System.Text.Json;
using System.Text.Json.Nodes;
using Shop.Events;

namespace Shop.Messaging.Modules;

/// <summary>A rule's conditions on an event's fields; all must hold.</summary>
/// <typeparam name="TEvent">The event.</typeparam>
public sealed class Fields<TEvent> where TEvent : IEvent
{
    /// <summary>The pattern's <c>detail</c>.</summary>
    internal JsonObject Json { get; } = [];

    /// <summary>A field must match. The expression is never run: it names the field.</summary>
    /// <param name="field"><c>order => order.TotalAmount</c>, or a nested field.</param>
    /// <param name="matches">What the field must be: <c>Is.AtLeast(1000)</c>.</param>
    /// <exception cref="ArgumentException">The expression does not name a field.</exception>
    public Fields<TEvent> Where<TField>(Expression<Func<TEvent, TField>> field, Matcher matches)
    {
        ArgumentNullException.ThrowIfNull(field);
        ArgumentNullException.ThrowIfNull(matches);
        var place = Json;
        var path = PathOf(field.Body).ToList();
        foreach (var name in path[..^1])
            place = (JsonObject)(place[name] ??= new JsonObject());
        place[path[^1]] = JsonNode.Parse(matches.ToString());
        return this;
    }

    /// <summary>One of several holds.</summary>
    /// <exception cref="InvalidOperationException">The rule has an AnyOf already: EventBridge allows one <c>$or</c> per object.</exception>
    public Fields<TEvent> Where(AnyOf<TEvent> alternatives)
    {
        ArgumentNullException.ThrowIfNull(alternatives);
        if (!Json.TryAdd("$or", alternatives.ToJson()))
            throw new InvalidOperationException("A rule takes one Rule.AnyOf beside its other fields. Put the second inside each alternative of the first.");
        return this;
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

/// <summary>Alternatives, one of which must hold: see <see cref="Rule.AnyOf{TEvent}"/>.</summary>
public sealed class AnyOf<TEvent> where TEvent : IEvent
{
    private readonly Fields<TEvent>[] _alternatives;

    internal AnyOf(Fields<TEvent>[] alternatives) => _alternatives = alternatives;

    internal JsonArray ToJson() => new([.. _alternatives.Select(one => one.Json.DeepClone())]);
}
