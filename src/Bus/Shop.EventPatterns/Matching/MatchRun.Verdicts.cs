namespace Shop.EventPatterns;

internal readonly ref partial struct MatchRun
{
    private Verdict VerdictOn(int condition)
    {
        var verdict = _scratch.VerdictOn(condition);
        return verdict != Verdict.Unknown ? verdict : Decide(condition);
    }

    // The index has found a value that passes; what is left is whether arrays come into it.
    private Verdict VerdictOnFound(int condition, int value)
    {
        ref var found = ref _flat[value];
        if (found.Kind == ValueKind.Number && !_flat.View(_json, value).IsExact)
            return VerdictOn(condition);
        if (found.Element != EventValue.None && _flat.HasOutsideArrays(_rules.FieldOf[condition]))
            return VerdictOn(condition);
        var verdict = found.Element == EventValue.None ? Verdict.Holds : Verdict.DependsOnArrays;
        _scratch.Know(condition, verdict);
        return verdict;
    }

    private Verdict Decide(int number)
    {
        var condition = _rules.Conditions[number];
        var field = _rules.FieldOf[number];
        var verdict = _flat.First(field) == EventValue.None
            ? condition.AllowsAbsence ? Verdict.Holds : Verdict.Fails
            : Judge(condition, field);
        _scratch.Know(number, verdict);
        return verdict;
    }

    private Verdict Judge(FieldCondition condition, int field)
    {
        var outside = _flat.HasOutsideArrays(field);
        var verdict = condition.AllowsAbsence && !outside ? Verdict.DependsOnArrays : Verdict.Fails;
        for (var value = _flat.First(field); value != EventValue.None; value = _flat[value].Next)
        {
            if (!condition.Matches(_flat.View(_json, value)))
                continue;
            if (_flat[value].Element == EventValue.None)
                return Verdict.Holds;
            verdict = Verdict.DependsOnArrays;
            if (!outside)
                break;
        }
        return verdict;
    }
}
