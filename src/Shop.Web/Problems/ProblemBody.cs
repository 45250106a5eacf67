using System.Text.Json.Serialization;

namespace Shop.Web;

/// <summary>
/// The wire format of every error (RFC 9457 with <c>code</c>, <c>errors</c>, <c>traceId</c>, <c>correlationId</c>).
/// </summary>
/// <param name="Type">The path of the page that explains the code.</param>
/// <param name="Title">A few words, the same for every occurrence.</param>
/// <param name="Status">The HTTP status.</param>
/// <param name="Detail">What happened here, to what, and what to do.</param>
/// <param name="Code">The stable snake_case code to branch on; /problems lists all.</param>
/// <param name="Errors">The broken rules in the request; may be empty.</param>
/// <param name="TraceId">The W3C trace id of the request in the server's log.</param>
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

    /// <summary>What the client may do instead, if known: the same values as in the resource's allowedActions.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<string>? AllowedActions { get; init; }
}
