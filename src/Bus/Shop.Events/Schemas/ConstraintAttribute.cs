using System.Text.Json.Nodes;

namespace Shop.Events;

/// <summary>
/// What the values of an event's field keep to, told in its schema. A module may derive its own words from these, such as
/// <c>[OrderId]</c>. The publisher's events are not checked by it, events from outside are.
/// </summary>
[AttributeUsage(AttributeTargets.Parameter | AttributeTargets.Property)]
public abstract class ConstraintAttribute : Attribute
{
    /// <summary>A value that keeps to it, for people who read the schema and for the example event; null for one that is made up.</summary>
    public object? Example { get; init; }

    /// <summary>Puts its keywords into the field's schema.</summary>
    public abstract void AddTo(JsonObject schema);
}

/// <summary>A number of this or more: <c>minimum</c>.</summary>
public class MinimumAttribute(double least) : ConstraintAttribute
{
    /// <inheritdoc/>
    public override void AddTo(JsonObject schema) => schema["minimum"] = least;
}

/// <summary>A number of this or less: <c>maximum</c>.</summary>
public class MaximumAttribute(double limit) : ConstraintAttribute
{
    /// <inheritdoc/>
    public override void AddTo(JsonObject schema) => schema["maximum"] = limit;
}

/// <summary>One of these texts: <c>enum</c>.</summary>
public class OneOfAttribute(params string[] texts) : ConstraintAttribute
{
    /// <inheritdoc/>
    public override void AddTo(JsonObject schema) => schema["enum"] = new JsonArray([.. texts.Select(text => JsonValue.Create(text))]);
}

/// <summary>A text in which this regular expression is found: <c>pattern</c>. Anchor it with ^ and $ to hold for the whole text.</summary>
public class PatternAttribute(string expression) : ConstraintAttribute
{
    /// <inheritdoc/>
    public override void AddTo(JsonObject schema) => schema["pattern"] = expression;
}

/// <summary>A text of so many characters, both included: <c>minLength</c> and <c>maxLength</c>.</summary>
public class LengthAttribute(int least, int limit) : ConstraintAttribute
{
    /// <inheritdoc/>
    public override void AddTo(JsonObject schema) => (schema["minLength"], schema["maxLength"]) = (least, limit);
}

/// <summary>A list of at least so many: <c>minItems</c>.</summary>
public class AtLeastItemsAttribute(int least) : ConstraintAttribute
{
    /// <inheritdoc/>
    public override void AddTo(JsonObject schema) => schema["minItems"] = least;
}
