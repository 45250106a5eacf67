using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Shop.EventPatterns;

/// <summary>
/// The values of a typed rule, as in <c>.Where(order => order.TotalAmount, Is.AtLeast(1000))</c>. Each is stored as EventBridge's own JSON
/// and checked when it is made. Numbers compare with JSON numbers, texts with JSON strings.
/// </summary>
public static class Is
{
    /// <summary>The field has a value, even null or an empty string. Objects and empty arrays are no values.</summary>
    public static Matcher Present { get; } = new("""[{"exists":true}]""");

    /// <summary>The field has no value.</summary>
    public static Matcher Missing { get; } = new("""[{"exists":false}]""");

    /// <summary>The field is null.</summary>
    public static Matcher Null { get; } = new("[null]");

    /// <summary>Exactly this text; a text that is an IP address matches however the event spells that address.</summary>
    public static Matcher EqualTo(string text) => OneOf(text);

    /// <summary>Exactly this number, however it is written.</summary>
    public static Matcher EqualTo(decimal number) => OneOf(number);

    /// <summary>True, or false.</summary>
    public static Matcher EqualTo(bool value) => new(value ? "[true]" : "[false]");

    /// <summary>One of these texts.</summary>
    public static Matcher OneOf(params ReadOnlySpan<string> texts) => new(List(texts));

    /// <summary>One of these numbers.</summary>
    public static Matcher OneOf(params ReadOnlySpan<decimal> numbers) => new(List(numbers));

    /// <summary>A number of this or more.</summary>
    public static Matcher AtLeast(decimal number) => Numeric(">=", number);

    /// <summary>A number of this or less.</summary>
    public static Matcher AtMost(decimal number) => Numeric("<=", number);

    /// <summary>A number above this.</summary>
    public static Matcher GreaterThan(decimal number) => Numeric(">", number);

    /// <summary>A number below this.</summary>
    public static Matcher LessThan(decimal number) => Numeric("<", number);

    /// <summary>A number from <paramref name="low"/> to <paramref name="high"/>, both included; low must be less than high.</summary>
    public static Matcher Between(decimal low, decimal high) =>
        new($$"""[{"numeric":[">=",{{Json(low)}},"<=",{{Json(high)}}]}]""");

    /// <summary>A text that starts so.</summary>
    public static Matcher StartingWith(string start) => Operator("prefix", Json(start));

    /// <summary>A text that ends so.</summary>
    public static Matcher EndingWith(string end) => Operator("suffix", Json(end));

    /// <summary>A text of this shape, in which * is any number of characters; \* and \\ are an asterisk and a backslash.</summary>
    public static Matcher Like(string wildcard) => Operator("wildcard", Json(wildcard));

    /// <summary>This text in upper, lower or mixed case.</summary>
    public static Matcher IgnoringCase(string text) => Operator("equals-ignore-case", Json(text));

    /// <summary>A text that starts so in upper, lower or mixed case.</summary>
    public static Matcher StartingWithIgnoringCase(string start) => Operator("prefix", $$"""{"equals-ignore-case":{{Json(start)}}}""");

    /// <summary>A text that ends so in upper, lower or mixed case.</summary>
    public static Matcher EndingWithIgnoringCase(string end) => Operator("suffix", $$"""{"equals-ignore-case":{{Json(end)}}}""");

    /// <summary>A value other than these texts. It may be of any type, but must be there.</summary>
    public static Matcher AnythingBut(params ReadOnlySpan<string> texts) => Operator("anything-but", List(texts));

    /// <summary>A value other than these numbers. It may be of any type, but must be there.</summary>
    public static Matcher AnythingBut(params ReadOnlySpan<decimal> numbers) => Operator("anything-but", List(numbers));

    /// <summary>A value that does not start with any of these texts. It must be there.</summary>
    public static Matcher NotStartingWith(params ReadOnlySpan<string> starts) => Operator("anything-but", $$"""{"prefix":{{List(starts)}}}""");

    /// <summary>A value that does not end with any of these texts. It must be there.</summary>
    public static Matcher NotEndingWith(params ReadOnlySpan<string> ends) => Operator("anything-but", $$"""{"suffix":{{List(ends)}}}""");

    /// <summary>A value that is of none of these shapes (see <see cref="Like"/>). It must be there.</summary>
    public static Matcher NotLike(params ReadOnlySpan<string> wildcards) => Operator("anything-but", $$"""{"wildcard":{{List(wildcards)}}}""");

    /// <summary>A text that is an IP address within the block, as in <c>10.0.0.0/8</c> or <c>2001:db8::/32</c>.</summary>
    public static Matcher In(string cidr) => Operator("cidr", Json(cidr));

    private static Matcher Numeric(string comparison, decimal number) => Operator("numeric", $"[\"{comparison}\",{Json(number)}]");

    private static Matcher Operator(string name, string operand) => new($$"""[{"{{name}}":{{operand}}}]""");

    private static string List(ReadOnlySpan<string> texts) => $"[{string.Join(",", texts.ToArray().Select(Json))}]";

    private static string List(ReadOnlySpan<decimal> numbers) => $"[{string.Join(",", numbers.ToArray().Select(Json))}]";

    private static string Json(string text) => $"\"{JsonEncodedText.Encode(text, JavaScriptEncoder.UnsafeRelaxedJsonEscaping)}\"";

    private static string Json(decimal number) => number.ToString(CultureInfo.InvariantCulture);
}
