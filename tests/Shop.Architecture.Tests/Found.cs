namespace Shop.Architecture.Tests;

/// <summary>Reports what a rule found, a line each: xunit's own message would show the first five only.</summary>
internal static class Found
{
    public static void Nothing(IEnumerable<string> found)
    {
        var lines = found.Distinct().Order(StringComparer.Ordinal).ToList();
        if (lines.Count > 0)
            Assert.Fail($"{lines.Count} found:\n{string.Join('\n', lines)}");
    }
}
