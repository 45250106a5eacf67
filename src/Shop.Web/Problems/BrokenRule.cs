using System.Text.Json.Serialization;

namespace Shop.Web;

/// <summary>One entry of a problem's <c>errors</c>: what is wrong in the request, and where.</summary>
/// <param name="Code">The stable snake_case name of the broken rule.</param>
/// <param name="Detail">A sentence that a client developer can act on.</param>
public sealed record BrokenRule(string Code, string Detail)
{
    /// <summary>
    /// JSON pointer (RFC 6901) into the body, such as <c>/items/0/quantity</c>; empty for the whole body; absent when it is not
    /// about the body.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull), JsonPropertyOrder(-1)]
    public string? Pointer { get; private init; }

    /// <summary>The query, path or header parameter that is wrong; absent when it is about the body.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull), JsonPropertyOrder(-1)]
    public string? Parameter { get; private init; }

    /// <summary>A rule that the body breaks at a JSON pointer.</summary>
    public static BrokenRule InBody(string pointer, string code, string detail) => new(code, detail) { Pointer = pointer };

    /// <summary>A rule that a query, path or header parameter breaks.</summary>
    public static BrokenRule InParameter(string name, string code, string detail) => new(code, detail) { Parameter = name };
}
