namespace Shop.Messaging;

/// <summary>Conditions that hold together; one whose value is not given is left out. The texts are the code's, the values are parameters.</summary>
internal sealed class Where
{
    private readonly List<string> _conditions = [];
    private readonly List<(string, object?)> _values = [];

    public Where(string always) => _conditions.Add(always);

    public (string, object?)[] Values => [.. _values];

    public Where And(string condition, string parameter, object? value)
    {
        if (value is null)
            return this;
        _conditions.Add(condition);
        _values.Add((parameter, value));
        return this;
    }

    public override string ToString() => string.Join(" and ", _conditions);
}
