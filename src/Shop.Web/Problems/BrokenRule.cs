using System.Text.Json.Serialization;

namespace Shop.Web;

/// <summary>One entry of a problem's <c>errors</c>: where in the request something is wrong, and what.</summary>
/// <param name="Pointer">JSON pointer (RFC 6901) into the body, such as <c>/items/0/quantity</c>; empty for the whole body; null when it is not about the body.</param>
/// <param name="Code">Stable snake_case name of the rule that is broken.</param>
/// <param name="Detail">A sentence that a client developer can act on.</param>
/// <param name="Parameter">The query, path or header parameter that is wrong, when it is not about the body.</param>
public sealed record BrokenRule(
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Pointer,
    string Code,
    string Detail,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Parameter = null)
{
    /// <summary>A rule about a query, path or header parameter.</summary>
    public static BrokenRule Of(string parameter, string code, string detail) => new(null, code, detail, parameter);
}
