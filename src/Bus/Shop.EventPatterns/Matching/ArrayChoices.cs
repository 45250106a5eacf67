namespace Shop.EventPatterns;

/// <summary>Which element of each array the conditions so far have chosen, and which of them did.</summary>
internal sealed class ArrayChoices
{
    private readonly List<int> _chosen = [];
    private int[] _elementPlusOne = [];
    private int[] _by = [];
    private FlatEvent _flat = null!;

    public void Start(FlatEvent flat)
    {
        Undo(0);
        _flat = flat;
        if (_by.Length < flat.ArrayCount)
            (_elementPlusOne, _by) = (new int[flat.ArrayCount], new int[flat.ArrayCount]);
    }

    /// <summary>
    /// Whether a value lies in an array of which another element is chosen; if so, which condition chose it and the value to go on with.
    /// </summary>
    public bool FindConflict(int element, int value, out int by, out int nextPossible)
    {
        for (; element != EventValue.None; element = _flat.Element(element).Parent)
        {
            var array = _flat.Element(element).Array;
            var chosen = _elementPlusOne[array] - 1;
            if (chosen < 0 || chosen == element)
                continue;
            by = _by[array];
            var start = _flat.Element(chosen).FirstValue;
            nextPossible = value < start ? start : _flat.Array(array).EndValue;
            return true;
        }
        (by, nextPossible) = (0, 0);
        return false;
    }

    /// <summary>Chooses the element and those around it; returns what <see cref="Undo"/> takes.</summary>
    public int Choose(int element, int by)
    {
        var mark = _chosen.Count;
        for (; element != EventValue.None; element = _flat.Element(element).Parent)
        {
            var array = _flat.Element(element).Array;
            if (_elementPlusOne[array] != 0)
                continue;
            (_elementPlusOne[array], _by[array]) = (element + 1, by);
            _chosen.Add(array);
        }
        return mark;
    }

    public void Undo(int mark)
    {
        for (; _chosen.Count > mark; _chosen.RemoveAt(_chosen.Count - 1))
            _elementPlusOne[_chosen[^1]] = 0;
    }
}
