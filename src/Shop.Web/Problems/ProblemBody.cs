using System.Text.Json.Serialization;

namespace Shop.Web;

/// <summary>
/// The one shape of every refusal on the wire (RFC 9457 with <c>code</c>, <c>errors</c>, <c>traceId</c>, <c>correlationId</c>).
/// </summary>
/// <param name="Type">The path of the page that explains the code.</param>
/// <param name="Title">A few words, the same for every occurrence.</param>
/// <param name="Status">The HTTP status.</param>
/// <param name="Detail">What happened here, to what, and what to do.</param>
/// <param name="Code">Stable snake_case name to branch on; /problems lists all.</param>
/// <param name="Errors">Where in the request it lies; may be empty.</param>
/// <param name="TraceId">W3C trace id under which the server's log has the request.</param>
/// <param name="CorrelationId">The X-Correlation-Id of the request.</param>
internal sealed record ProblemBody(
    string Type,
    string Title,
    int Status,
    string Detail,
    string Code,
    IReadOnlyList<BrokenRule> Errors,
    string TraceId,
    string CorrelationId)
{
    public const string ContentType = "application/problem+json";

    /// <summary>What may be done instead, where that is known: the same words as in the resource's own allowedActions.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<string>? AllowedActions { get; init; }
}
