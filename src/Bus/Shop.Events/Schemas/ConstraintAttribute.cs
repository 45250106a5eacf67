using System.Text.Json.Nodes;

namespace Shop.Events;

/// <summary>
/// A constraint on the values of an event's field, written to its schema. A module may derive its own attributes, such as <c>[OrderId]</c>.
/// Events from outside are checked against it; the publisher's own are not.
/// </summary>
[AttributeUsage(AttributeTargets.Parameter | AttributeTargets.Property)]
public abstract class ConstraintAttribute : Attribute
{
    /// <summary>A valid value, for readers of the schema and for the example event; null for a generated one.</summary>
    public object? Example { get; init; }

    /// <summary>Adds its keywords to the field's schema.</summary>
    public abstract void AddTo(JsonObject schema);
}

/// <summary>A number of at least this: <c>minimum</c>.</summary>
public class MinimumAttribute(double least) : ConstraintAttribute
{
    /// <inheritdoc/>
    public override void AddTo(JsonObject schema) => schema["minimum"] = least;
}

/// <summary>A number of at most this: <c>maximum</c>.</summary>
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

/// <summary>A text that this regular expression matches anywhere: <c>pattern</c>. Anchor it with ^ and $ to match the whole text.</summary>
public class PatternAttribute(string expression) : ConstraintAttribute
{
    /// <inheritdoc/>
    public override void AddTo(JsonObject schema) => schema["pattern"] = expression;
}

/// <summary>A text of this many characters, both bounds included: <c>minLength</c> and <c>maxLength</c>.</summary>
public class LengthAttribute(int least, int limit) : ConstraintAttribute
{
    /// <inheritdoc/>
    public override void AddTo(JsonObject schema) => (schema["minLength"], schema["maxLength"]) = (least, limit);
}

/// <summary>A list of at least this many: <c>minItems</c>.</summary>
public class AtLeastItemsAttribute(int least) : ConstraintAttribute
{
    /// <inheritdoc/>
    public override void AddTo(JsonObject schema) => schema["minItems"] = least;
}
