namespace Shop.EventPatterns;

/// <summary>
/// Finds the ranges that a number lies in: a segment tree over the ranges' ends, so that a lookup costs the logarithm of their number and
/// each range is stored a logarithmic number of times, however much they overlap.
/// </summary>
internal sealed class NumberIndex
{
    private readonly double[] _ends;
    private readonly int _leaves;
    private readonly int[]?[] _conditions;

    public NumberIndex(IReadOnlyCollection<(NumberRange Range, int Condition)> ranges)
    {
        _ends = EndsOf(ranges.Select(entry => entry.Range));
        _leaves = 2 * _ends.Length + 1;
        var lists = new List<int>?[2 * _leaves];
        foreach (var (range, condition) in ranges)
            Store(lists, range, condition);
        _conditions = [.. lists.Select(list => list?.ToArray())];
    }

    public static double[] EndsOf(IEnumerable<NumberRange> ranges) =>
        [.. ranges.SelectMany(range => new[] { range.Bottom, range.Top }).Distinct().Order()];

    /// <summary>Number i of the ends is leaf 2i + 1; the numbers between two ends share the even leaf between theirs.</summary>
    public static (int First, int Last) LeavesOf(NumberRange range, double[] ends) =>
        (2 * Array.BinarySearch(ends, range.Bottom) + (range.OpenBottom ? 2 : 1), 2 * Array.BinarySearch(ends, range.Top) + (range.OpenTop ? 0 : 1));

    public void Find(double number, int value, ref MatchRun run)
    {
        for (var node = LeafOf(number) + _leaves; node >= 1; node >>= 1)
            if (_conditions[node] is { } conditions)
                run.Consider(conditions, value);
    }

    // Array.BinarySearch asks a comparer that minds NaN, which takes thrice as long.
    private int LeafOf(double number)
    {
        int low = 0, high = _ends.Length;
        while (low < high)
        {
            var middle = (low + high) >>> 1;
            if (_ends[middle] < number)
                low = middle + 1;
            else
                high = middle;
        }
        return low < _ends.Length && _ends[low] == number ? 2 * low + 1 : 2 * low;
    }

    private void Store(List<int>?[] lists, NumberRange range, int condition)
    {
        var (first, last) = LeavesOf(range, _ends);
        for (var (left, right) = (first + _leaves, last + _leaves + 1); left < right; left >>= 1, right >>= 1)
        {
            if ((left & 1) == 1)
                (lists[left++] ??= []).Add(condition);
            if ((right & 1) == 1)
                (lists[--right] ??= []).Add(condition);
        }
    }
}
