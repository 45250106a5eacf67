using System.Runtime.InteropServices;

namespace Shop.EventPatterns;

/// <summary>
/// Chooses a value for each condition of an alternative so that no two lie in different elements of one array. Conditions are taken in
/// the order of their paths; a missing field is judged against the elements that those before it chose, as AWS's matcher does.
/// </summary>
/// <remarks>
/// A choice that fails comes back with the earlier conditions that are to blame, and only those are tried again; values in elements
/// that were not chosen are jumped over. So an event with huge arrays costs about as much as reading it, not every combination.
/// </remarks>
internal sealed class ArraySearch
{
    private readonly ArrayChoices _choices = new();
    private readonly List<int> _values = [];
    private readonly List<(int From, int To)> _matching = [];
    private readonly List<(int From, int To)> _all = [];
    private Alternative _alternative;
    private Rules _rules = null!;
    private FlatEvent _flat = null!;

    public bool Holds(in Alternative alternative, Rules rules, FlatEvent flat, ReadOnlySpan<byte> json)
    {
        (_alternative, _rules, _flat) = (alternative, rules, flat);
        _values.Clear();
        _matching.Clear();
        _all.Clear();
        _choices.Start(flat);
        foreach (var number in rules.InOrderOfPath(alternative))
            GatherValues(number, json);
        return Choose(0, out _);
    }

    private void GatherValues(int number, ReadOnlySpan<byte> json)
    {
        var condition = _rules.Conditions[number];
        var from = _values.Count;
        for (var value = _flat.First(_rules.FieldOf[number]); value != EventValue.None; value = _flat[value].Next)
            if (!SameElementAsLast(value, from) && condition.Matches(_flat.View(json, value)))
                _values.Add(value);
        _matching.Add((from, _values.Count));
        from = _values.Count;
        for (var value = _flat.First(_rules.FieldOf[number]); condition.AllowsAbsence && value != EventValue.None; value = _flat[value].Next)
            if (!SameElementAsLast(value, from))
                _values.Add(value);
        _all.Add((from, _values.Count));
    }

    // Values of one element are equivalent here.
    private bool SameElementAsLast(int value, int from) => _values.Count > from && _flat[_values[^1]].Element == _flat[value].Element;

    private bool Choose(int depth, out Depths blame)
    {
        blame = default;
        if (depth == _matching.Count)
            return true;
        if (_rules.Conditions[ConditionAt(depth)].AllowsAbsence && IsAbsent(depth, ref blame))
        {
            if (Choose(depth + 1, out var below))
                return true;
            blame.Add(below);
        }
        return ChooseValue(depth, ref blame);
    }

    private bool ChooseValue(int depth, ref Depths blame)
    {
        var values = CollectionsMarshal.AsSpan(_values)[_matching[depth].From.._matching[depth].To];
        for (var i = 0; i < values.Length;)
        {
            if (_choices.FindConflict(_flat[values[i]].Element, values[i], out var by, out var nextPossible))
            {
                blame.Add(by);
                i = FirstFrom(values, nextPossible);
                continue;
            }
            var mark = _choices.Choose(_flat[values[i++]].Element, depth);
            if (Choose(depth + 1, out var below))
                return true;
            _choices.Undo(mark);
            if (!below.Contains(depth))
            {
                blame = below;
                return false;
            }
            below.Remove(depth);
            blame.Add(below);
        }
        return false;
    }

    private bool IsAbsent(int depth, ref Depths blame)
    {
        var values = CollectionsMarshal.AsSpan(_values)[_all[depth].From.._all[depth].To];
        for (var i = 0; i < values.Length;)
        {
            var element = _flat[values[i]].Element;
            if (!_choices.FindConflict(element, values[i], out _, out var nextPossible))
            {
                BlameForPresence(element, depth, ref blame);
                return false;
            }
            i = FirstFrom(values, nextPossible);
        }
        return true;
    }

    // The value would not count if an earlier condition had chosen another element of one of its arrays.
    private void BlameForPresence(int element, int depth, ref Depths blame)
    {
        for (; element != EventValue.None; element = _flat.Element(element).Parent)
        {
            var array = _flat.Element(element).Array;
            for (var earlier = 0; earlier < depth; earlier++)
                if (_flat.Array(array).Holds(_rules.Nodes[_rules.FieldOf[ConditionAt(earlier)]]))
                    blame.Add(earlier);
        }
    }

    private int ConditionAt(int depth) => _rules.InOrderOfPath(_alternative)[depth];

    private static int FirstFrom(ReadOnlySpan<int> values, int value)
    {
        var place = values.BinarySearch(value);
        return place >= 0 ? place : ~place;
    }
}
