namespace Shop.Messaging.Storage;

/// <summary>Conditions that hold together; one without a value is left out. The texts are the code's, the values are parameters.</summary>
internal sealed class Where(string always)
{
    private readonly List<string> _conditions = [always];
    private readonly List<(string, object?)> _values = [];

    public (string, object?)[] Values => [.. _values];

    public Where And(string condition, string parameter, object? value) => value is null ? this : And(condition, (parameter, value));

    public Where And(string condition, params ReadOnlySpan<(string, object?)> values)
    {
        _conditions.Add(condition);
        _values.AddRange(values);
        return this;
    }

    public override string ToString() => string.Join(" and ", _conditions);
}
