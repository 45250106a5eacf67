using System.Diagnostics;
using Microsoft.AspNetCore.Http;

namespace Shop.Web;

/// <summary>
/// An error as the result of an endpoint: <c>application/problem+json</c> (RFC 9457), whatever the Accept header says.
/// </summary>
public sealed class Problem : IResult, IStatusCodeHttpResult
{
    private Problem(ProblemCode code, string detail, IReadOnlyList<BrokenRule> errors, int status) =>
        (Code, Detail, Errors, Status) = (code, detail, errors, status);

    /// <summary>The problem code.</summary>
    public ProblemCode Code { get; }

    /// <summary>What happened here, to what, and what to do.</summary>
    public string Detail { get; }

    /// <summary>The broken rules in the request; may be empty.</summary>
    public IReadOnlyList<BrokenRule> Errors { get; }

    /// <summary>The HTTP status.</summary>
    public int Status { get; }

    /// <summary>Additional response headers.</summary>
    private (string Name, string Value)[] Headers { get; init; } = [];

    private IReadOnlyList<string>? AllowedActions { get; init; }

    int? IStatusCodeHttpResult.StatusCode => Status;

    /// <summary>Creates a problem with a detail and, if known, the broken rules.</summary>
    public static Problem Of(ProblemCode code, string detail, IReadOnlyList<BrokenRule>? errors = null)
    {
        ArgumentNullException.ThrowIfNull(code);
        return new(code, detail, errors ?? [], code.Status);
    }

    /// <summary>Creates a problem with one broken rule.</summary>
    public static Problem Of(ProblemCode code, BrokenRule rule)
    {
        ArgumentNullException.ThrowIfNull(rule);
        return Of(code, rule.Detail, [rule]);
    }

    /// <summary>The problem for a bare status code set by the pipeline.</summary>
    internal static Problem OfStatus(int status, string? detail = null)
    {
        var code = WebProblems.ForStatus(status);
        return new(code, detail ?? code.Explanation, [], status);
    }

    /// <summary>Adds a header, such as Retry-After.</summary>
    public Problem With(string header, string value) =>
        new(Code, Detail, Errors, Status) { Headers = [.. Headers, (header, value)], AllowedActions = AllowedActions };

    /// <summary>Adds the allowed actions; an empty list means none.</summary>
    public Problem Allowing<TAction>(IEnumerable<TAction> actions) where TAction : struct, Enum =>
        new(Code, Detail, Errors, Status) { Headers = Headers,
            AllowedActions = [.. actions.Select(action => SnakeCaseEnums.NameOf(action))] };

    /// <summary>Writes the problem as the response.</summary>
    public Task ExecuteAsync(HttpContext httpContext)
    {
        ArgumentNullException.ThrowIfNull(httpContext);
        httpContext.Response.StatusCode = Status;
        foreach (var (name, value) in Headers)
            httpContext.Response.Headers[name] = value;
        return httpContext.Response.WriteAsJsonAsync(
            Body(httpContext), ShopJson.Options, ProblemBody.ContentType, httpContext.RequestAborted);
    }

    private ProblemBody Body(HttpContext context) => new(
        context.Request.PathBase + Code.Type, Code.Title, Status, Detail, Code.Code, Errors,
        Activity.Current?.TraceId.ToHexString() ?? context.TraceIdentifier, CorrelationId.Current ?? "")
    {
        AllowedActions = AllowedActions,
    };
}
