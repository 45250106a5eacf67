namespace Shop.Events;

/// <summary>One event against all rules.</summary>
internal readonly ref struct MatchRun
{
    private readonly Rules _rules;
    private readonly MatchScratch _scratch;
    private readonly FlatEvent _flat;
    private readonly ReadOnlySpan<byte> _json;

    private MatchRun(Rules rules, MatchScratch scratch, ReadOnlySpan<byte> json)
    {
        _rules = rules;
        _scratch = scratch;
        _flat = scratch.Flat;
        _json = json;
    }

    /// <summary>Leaves the matching rules' numbers in <see cref="MatchScratch.Matched"/>.</summary>
    public static void Match(Rules rules, ReadOnlySpan<byte> json, MatchScratch scratch)
    {
        scratch.StartEvent(rules);
        EventReader.Read(json, rules.Root, rules.Nodes.Length, scratch.Flat);
        var run = new MatchRun(rules, scratch, json);
        run.FindAnchors();
        foreach (var alternative in rules.Unanchored)
            run.Try(alternative);
        if (scratch.Matched.Count > 0)
            EventReader.CheckUnread(json, scratch.Flat);
    }

    private void FindAnchors()
    {
        var run = this;
        for (var field = 0; field < _rules.Indexes.Length; field++)
        {
            var first = _flat.First(field);
            if (first == EventValue.None || _rules.Indexes[field] is not { } index)
                continue;
            Consider(index.WhateverTheValue);
            for (var value = first; value != EventValue.None; value = _flat[value].Next)
                index.Find(_flat.View(_json, value), value, ref run);
        }
    }

    /// <summary>Decides conditions that a value may satisfy and tries what waits for those that hold.</summary>
    public void Consider(int[] conditions)
    {
        foreach (var condition in conditions)
        {
            if (!_scratch.ConsiderFirst(condition) || VerdictOn(condition) == Verdict.Fails)
                continue;
            foreach (var alternative in _rules.Anchored[condition])
                Try(alternative);
        }
    }

    private void Try(Alternative alternative)
    {
        if (_scratch.HasMatched(alternative.Rule))
            return;
        foreach (var condition in alternative.Others)
            if (VerdictOn(condition) == Verdict.Fails)
                return;
        if (!NeedsSearch(alternative) || _scratch.Search.Holds(alternative, _rules, _flat, _json))
            _scratch.AddMatched(alternative.Rule);
    }

    // One condition that chooses an array element has nobody to contradict it, unless absence is judged by what was chosen.
    private bool NeedsSearch(Alternative alternative)
    {
        var dependent = 0;
        foreach (var condition in alternative.InOrderOfPath)
        {
            if (VerdictOn(condition) == Verdict.DependsOnArrays)
                dependent += _rules.Conditions[condition].AllowsAbsence ? 2 : 1;
        }
        return dependent > 1;
    }

    private Verdict VerdictOn(int condition)
    {
        var verdict = _scratch.Verdict(condition);
        return verdict != Verdict.Unknown ? verdict : Decide(condition);
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

    /// <summary>The value's text, folded once for all that ask.</summary>
    public ReadOnlySpan<byte> Folded(int value)
    {
        ref var cell = ref _flat[value];
        if (cell.FoldedStart == EventValue.None)
        {
            var text = _flat.View(_json, value).Text;
            cell.FoldedLength = FoldedText.Write(text, _flat.Room(text.Length * FoldedText.Growth));
            cell.FoldedStart = _flat.Keep(cell.FoldedLength);
        }
        return _flat.Characters(cell.FoldedStart, cell.FoldedLength);
    }
}
