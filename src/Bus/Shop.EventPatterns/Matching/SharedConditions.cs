namespace Shop.EventPatterns;

/// <summary>Numbers the fields, conditions and alternatives of many rules, each condition once.</summary>
internal sealed class SharedConditions
{
    private readonly Dictionary<string, int> _fields = new(StringComparer.Ordinal);
    private readonly Dictionary<(string, string), int> _numbers = [];

    public SharedConditions(IReadOnlyList<FieldCondition[][]> rules)
    {
        for (var rule = 0; rule < rules.Count; rule++)
            foreach (var alternative in rules[rule])
                Alternatives.Add((rule, [.. alternative.Select(NumberOf)]));
    }

    public List<string> Fields { get; } = [];

    public List<FieldCondition> Conditions { get; } = [];

    public List<int> FieldOf { get; } = [];

    /// <summary>The rule of each alternative, and its conditions in the ordinal order of their paths.</summary>
    public List<(int Rule, int[] Conditions)> Alternatives { get; } = [];

    public double[] Likelihoods()
    {
        var statistics = Fields.Select(_ => new FieldStatistics()).ToArray();
        for (var i = 0; i < Conditions.Count; i++)
            Conditions[i].Test?.AddTo(statistics[FieldOf[i]]);
        return [.. Conditions.Select((condition, i) => Likelihood.Of(condition, statistics[FieldOf[i]]))];
    }

    private int NumberOf(FieldCondition condition)
    {
        if (_numbers.TryGetValue((condition.Path, condition.Json), out var number))
            return number;
        _numbers.Add((condition.Path, condition.Json), number = Conditions.Count);
        Conditions.Add(condition);
        FieldOf.Add(FieldNumber(condition.Path));
        return number;
    }

    private int FieldNumber(string path)
    {
        if (_fields.TryGetValue(path, out var field))
            return field;
        _fields.Add(path, field = Fields.Count);
        Fields.Add(path);
        return field;
    }
}
