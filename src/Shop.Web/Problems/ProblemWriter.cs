using Microsoft.AspNetCore.Http;

namespace Shop.Web;

/// <summary>
/// Converts the problems that ASP.NET itself writes (bare statuses, unhandled exceptions, <c>Results.Problem</c>) to the app's format.
/// </summary>
/// <remarks>Unlike ASP.NET's writer it ignores the Accept header: a browser, too, gets the code and the traceId.</remarks>
internal sealed class ProblemWriter : IProblemDetailsWriter
{
    public bool CanWrite(ProblemDetailsContext context) => true;

    public ValueTask WriteAsync(ProblemDetailsContext context)
    {
        var status = context.ProblemDetails.Status ?? context.HttpContext.Response.StatusCode;
        return new(Problem.OfStatus(status, context.ProblemDetails.Detail).ExecuteAsync(context.HttpContext));
    }
}
