namespace Shop.Host.Commands.Schemas;

/// <summary>Two texts line by line: what only the first has with a minus, what only the second has with a plus.</summary>
internal static class LineDiff
{
    private const int MostCompared = 4_000_000;

    public static IEnumerable<string> Of(string before, string after)
    {
        var (left, right, start) = WithoutCommonEnds(before.Split('\n'), after.Split('\n'));
        if ((long)left.Length * right.Length > MostCompared)
        {
            yield return $"{left.Length} lines from line {start + 1} on are {right.Length} others.";
            yield break;
        }
        var common = CommonFrom(left, right);
        int i = 0, j = 0;
        while (i < left.Length || j < right.Length)
        {
            if (i < left.Length && j < right.Length && left[i] == right[j]) (i, j) = (i + 1, j + 1);
            else if (j == right.Length || (i < left.Length && common[i + 1, j] >= common[i, j + 1])) yield return $"- {left[i++]}";
            else yield return $"+ {right[j++]}";
        }
    }

    private static (string[] Left, string[] Right, int Start) WithoutCommonEnds(string[] left, string[] right)
    {
        int start = 0, end = 0, shorter = Math.Min(left.Length, right.Length);
        while (start < shorter && left[start] == right[start]) start++;
        while (end < shorter - start && left[^(end + 1)] == right[^(end + 1)]) end++;
        return (left[start..^end], right[start..^end], start);
    }

    /// <summary>How many lines the rests of both have in common, from each pair of places on.</summary>
    private static int[,] CommonFrom(string[] left, string[] right)
    {
        var common = new int[left.Length + 1, right.Length + 1];
        for (var i = left.Length - 1; i >= 0; i--)
            for (var j = right.Length - 1; j >= 0; j--)
                common[i, j] = left[i] == right[j] ? common[i + 1, j + 1] + 1 : Math.Max(common[i + 1, j], common[i, j + 1]);
        return common;
    }
}
