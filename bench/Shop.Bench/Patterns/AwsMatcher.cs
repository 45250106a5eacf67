using System.Collections.Frozen;

namespace Shop.Bench.Patterns;

/// <summary>
/// AWS's matcher on the same data: event-ruler 2.0.1, OpenJDK 17, one thread, from raw JSON to the names of the matching
/// rules, median of 5 after warm-up, measured on a machine like the one that the figures in docs/verification/figures.md come from.
/// </summary>
internal static class AwsMatcher
{
    public static readonly FrozenDictionary<string, int> EventsPerSecond = new Dictionary<string, int>
    {
        ["EXACT"] = 404_782,
        ["WILDCARD"] = 327_490,
        ["PREFIX"] = 429_565,
        ["PREFIX_EQUALS_IGNORE_CASE"] = 396_342,
        ["SUFFIX"] = 416_059,
        ["SUFFIX_EQUALS_IGNORE_CASE"] = 413_417,
        ["EQUALS_IGNORE_CASE"] = 372_078,
        ["NUMERIC"] = 220_870,
        ["ANYTHING_BUT"] = 240_795,
        ["ANYTHING_BUT_IGNORE_CASE"] = 237_645,
        ["ANYTHING_BUT_PREFIX"] = 248_858,
        ["ANYTHING_BUT_SUFFIX"] = 247_431,
        ["ANYTHING_BUT_WILDCARD"] = 251_823,
        ["COMPLEX_ARRAYS"] = 41_722,
        ["PARTIAL_COMBO"] = 74_831,
        ["COMBO"] = 29_691,
        ["shop-8"] = 205_229,
        ["shop-100"] = 87_715,
        ["shop-1000"] = 59_876,
        ["shop-10000"] = 15_644,
    }.ToFrozenDictionary();
}
