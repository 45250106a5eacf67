namespace Shop.Web;

/// <summary>The one shape of every refusal on the wire (RFC 9457 with <c>code</c>, <c>errors</c>, <c>traceId</c>, <c>correlationId</c>).</summary>
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
}
