namespace Shop.Events;

/// <summary>Places in a JSON document (RFC 6901).</summary>
internal static class JsonPointer
{
    /// <summary>The pointer to a member of the value at a pointer.</summary>
    public static string Step(string pointer, string name) =>
        $"{pointer}/{name.Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal)}";
}
