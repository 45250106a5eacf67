using CsCheck;

namespace Shop.EventPatterns.Tests;

/// <summary>Random events and patterns over few names and values, so that they meet often. JSON text on both sides.</summary>
internal static class AnyPattern
{
    private static readonly Gen<string> Name = Gen.OneOf("a", "a", "b", "b", "c");
    private static readonly Gen<string> ShortText = Gen.OneOf("", "x", "y", "X", "xy", "xyx", "yX", "xxyy", "é", "xé");
    private static readonly Gen<string> Text = Gen.OneOf(ShortText, Gen.OneOf("10.0.0.1", "10.0.1.1", "2001:db8::1")).Select(text => $"\"{text}\"");
    private static readonly Gen<string> Number = Gen.OneOf("0", "1", "2", "2.0", "-1", "1.5", "3e0");
    private static readonly Gen<string> Scalar = Gen.OneOf(Text, Text, Number, Gen.OneOf("true", "false", "null"));
    private static readonly Gen<string> Start = Gen.OneOf("x", "y", "xy", "X", "é").Select(text => $"\"{text}\"");
    private static readonly Gen<string> Wildcard =
        Gen.OneOf("*", "x*", "*x", "*x*", "x*y", "*x*y*", "y*X", "x", "*y*x*").Select(text => $"\"{text}\"");

    private static readonly Gen<string> AnythingBut = Gen.OneOf(
        Text, Number, ListOf(Text), ListOf(Number), Named("prefix", Gen.OneOf(Start, ListOf(Start))), Named("suffix", Gen.OneOf(Start, ListOf(Start))),
        Named("equals-ignore-case", Gen.OneOf(Start, ListOf(Start))), Named("wildcard", Gen.OneOf(Wildcard, ListOf(Wildcard))));

    private static readonly Gen<string> Operator = Gen.OneOf(
        Named("prefix", Start), Named("suffix", Start), Named("equals-ignore-case", Start), Named("wildcard", Wildcard),
        Named("prefix", Named("equals-ignore-case", Start)), Named("suffix", Named("equals-ignore-case", Start)),
        Named("anything-but", AnythingBut), Named("exists", Gen.OneOf("true", "false")), Named("exists", Gen.Const("false")),
        Named("cidr", Gen.OneOf("\"10.0.0.0/24\"", "\"10.0.0.0/16\"", "\"2001:db8::/32\"")),
        Named("numeric", Gen.OneOf("[\"=\",2]", "[\">\",1]", "[\">=\",1,\"<\",2]", "[\"<=\",1.5]", "[\">\",-1,\"<=\",1]")));

    public static readonly Gen<string> Event = Fields(3, 3, EventValue);
    // Beyond a few, $or multiply past what a pattern may have.
    public static readonly Gen<string> Pattern = Fields(1, 3, PatternValue, withOr: true).Where(pattern => pattern.Split("$or").Length <= 5);

    private static Gen<string> Fields(int fewest, int depth, Func<int, Gen<string>> value, bool withOr = false)
    {
        var field = Gen.Select(Name, value(depth - 1), (name, json) => $"\"{name}\":{json}");
        if (withOr && depth > 1)
        {
            var branches = Fields(1, depth - 1, value, withOr).List[2, 3].Select(list => $"\"$or\":[{string.Join(",", list)}]");
            field = Gen.Frequency((9, field), (1, branches));
        }
        return field.List[fewest, withOr ? 2 : 4].Select(fields => $"{{{string.Join(",", fields)}}}");
    }

    private static Gen<string> EventValue(int depth)
    {
        if (depth == 0)
            return Scalar;
        var inside = Gen.OneOf(Scalar, Fields(0, depth, EventValue));
        var objects = List(Fields(0, depth, EventValue));
        return Gen.OneOf(Scalar, Fields(0, depth, EventValue), objects, objects, List(Gen.OneOf(inside, List(inside))));
    }

    private static Gen<string> PatternValue(int depth)
    {
        var values = Gen.Frequency((2, Scalar), (3, Operator)).List[1, 3].Select(list => $"[{string.Join(",", list)}]");
        return depth == 0 ? values : Gen.Frequency((1, values), (1, Fields(1, depth, PatternValue, withOr: true)));
    }

    private static Gen<string> Named(string name, Gen<string> operand) => operand.Select(json => $"{{\"{name}\":{json}}}");

    private static Gen<string> List(Gen<string> element) => element.List[0, 3].Select(list => $"[{string.Join(",", list)}]");

    private static Gen<string> ListOf(Gen<string> element) => element.List[1, 3].Select(list => $"[{string.Join(",", list)}]");
}
