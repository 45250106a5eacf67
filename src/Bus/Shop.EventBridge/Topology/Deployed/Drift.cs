namespace Shop.EventBridge;

/// <summary>The differences between the deployed topology and the code's.</summary>
internal static class Drift
{
    public static IReadOnlyList<string> Between(Facts wanted, Facts deployed) =>
    [
        .. wanted.Keys.Except(deployed.Keys).Select(thing => $"{thing}: is not there"),
        .. deployed.Keys.Except(wanted.Keys).Select(thing => $"{thing}: feeds a queue of the shop, and the code has no such rule"),
        .. wanted.Keys.Intersect(deployed.Keys).SelectMany(thing => Between(thing, wanted[thing], deployed[thing])),
    ];

    private static IEnumerable<string> Between(string thing, Facts.Properties wanted, Facts.Properties deployed)
    {
        foreach (var name in wanted.Keys.Union(deployed.Keys).Order(StringComparer.Ordinal))
        {
            var should = wanted.GetValueOrDefault(name, "");
            var have = deployed.GetValueOrDefault(name, "");
            if (should != have)
                yield return $"{thing}: {name} is {Shown(have)}, and should be {Shown(should)}";
        }
    }

    private static string Shown(string value) => value.Length == 0 ? "not set" : value;
}
