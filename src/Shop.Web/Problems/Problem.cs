using System.Diagnostics;
using Microsoft.AspNetCore.Http;

namespace Shop.Web;

/// <summary>
/// A refusal as a result of an endpoint: <c>application/problem+json</c> (RFC 9457), whatever the client says it accepts.
/// </summary>
public sealed class Problem : IResult, IStatusCodeHttpResult
{
    private Problem(ProblemCode code, string detail, IReadOnlyList<BrokenRule> errors, int status) =>
        (Code, Detail, Errors, Status) = (code, detail, errors, status);

    /// <summary>Which problem it is.</summary>
    public ProblemCode Code { get; }

    /// <summary>What happened here, to what, and what to do.</summary>
    public string Detail { get; }

    /// <summary>Where in the request it lies; may be empty.</summary>
    public IReadOnlyList<BrokenRule> Errors { get; }

    /// <summary>The HTTP status of the answer.</summary>
    public int Status { get; }

    /// <summary>Headers that the answer has beside those of every answer.</summary>
    private (string Name, string Value)[] Headers { get; init; } = [];

    private IReadOnlyList<string>? AllowedActions { get; init; }

    int? IStatusCodeHttpResult.StatusCode => Status;

    /// <summary>A problem with its own sentence and, where they are known, the places in the request.</summary>
    public static Problem Of(ProblemCode code, string detail, IReadOnlyList<BrokenRule>? errors = null)
    {
        ArgumentNullException.ThrowIfNull(code);
        return new(code, detail, errors ?? [], code.Status);
    }

    /// <summary>A problem about one place in the request.</summary>
    public static Problem Of(ProblemCode code, BrokenRule rule)
    {
        ArgumentNullException.ThrowIfNull(rule);
        return Of(code, rule.Detail, [rule]);
    }

    /// <summary>The problem for a bare status that something in the pipeline has answered with.</summary>
    internal static Problem OfStatus(int status, string? detail = null)
    {
        var code = WebProblems.ForStatus(status);
        return new(code, detail ?? code.Explanation, [], status);
    }

    /// <summary>The same with a header, such as Retry-After.</summary>
    public Problem With(string header, string value) =>
        new(Code, Detail, Errors, Status) { Headers = [.. Headers, (header, value)], AllowedActions = AllowedActions };

    /// <summary>The same with what may be done instead; none says that nothing may.</summary>
    public Problem Allowing<TAction>(IEnumerable<TAction> actions) where TAction : struct, Enum =>
        new(Code, Detail, Errors, Status) { Headers = Headers, AllowedActions = [.. actions.Select(action => SnakeCaseEnums.NameOf(action))] };

    /// <summary>Writes the problem as the answer.</summary>
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
