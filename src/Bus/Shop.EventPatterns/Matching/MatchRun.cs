namespace Shop.EventPatterns;

/// <summary>One event against all rules.</summary>
internal readonly ref partial struct MatchRun
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
        run.Try(rules.Unanchored);
        if (scratch.Matched.Count > 0)
            UnreadParts.Check(json, scratch.Flat);
    }

    private void FindAnchors()
    {
        var run = this;
        for (var field = 0; field < _rules.Indexes.Length; field++)
        {
            var first = _flat.First(field);
            if (first == EventValue.None || _rules.Indexes[field] is not { } index)
                continue;
            Consider(index.WhateverTheValue, EventValue.None);
            for (var value = first; value != EventValue.None; value = _flat[value].Next)
                index.Find(value, ref run);
        }
    }

    /// <summary>Tries what waits for conditions that the value satisfies, or may satisfy.</summary>
    public void Consider(int[] conditions, int value)
    {
        foreach (var condition in conditions)
        {
            if (!_scratch.ConsiderFirst(condition))
                continue;
            ref readonly var anchor = ref _rules.Anchors[condition];
            var verdict = anchor.IsFoundExactly && value >= 0 ? VerdictOnFound(condition, value) : VerdictOn(condition);
            if (verdict != Verdict.Fails)
                Try(anchor);
        }
    }

    private void Try(in Anchor anchor)
    {
        for (var i = anchor.First; i < anchor.End; i++)
        {
            ref readonly var alternative = ref _rules.Alternatives[i];
            if (!_scratch.HasMatched(alternative.Rule) && Holds(alternative))
                _scratch.AddMatched(alternative.Rule);
        }
    }

    private bool Holds(in Alternative alternative)
    {
        foreach (var condition in _rules.Others(alternative))
            if (VerdictOn(condition) == Verdict.Fails)
                return false;
        return !NeedsSearch(alternative) || _scratch.Search.Holds(alternative, _rules, _flat, _json);
    }

    // A single condition that chooses an array element has no rival, unless absence depends on the choice.
    private bool NeedsSearch(in Alternative alternative)
    {
        if (_flat.ElementCount == 0)
            return false;
        var dependent = 0;
        foreach (var condition in _rules.InOrderOfPath(alternative))
            if (VerdictOn(condition) == Verdict.DependsOnArrays)
                dependent += _rules.Conditions[condition].AllowsAbsence ? 2 : 1;
        return dependent > 1;
    }

    public FieldValue Value(int value) => _flat.View(_json, value);

    /// <summary>The value's text, folded once for all conditions.</summary>
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
