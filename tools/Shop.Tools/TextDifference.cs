namespace Shop.Tools;

/// <summary>Names the first line in which two texts differ; <c>git diff</c> shows the rest after the file is rewritten.</summary>
internal static class TextDifference
{
    public static string First(string committed, string generated)
    {
        string[] before = committed.Split('\n'), after = generated.Split('\n');
        var line = before.Zip(after).TakeWhile(pair => pair.First == pair.Second).Count();
        return $"line {line + 1} is `{At(before, line)}`, and should be `{At(after, line)}`.";
    }

    private static string At(string[] lines, int line) => line < lines.Length ? lines[line].Trim() : "";
}
