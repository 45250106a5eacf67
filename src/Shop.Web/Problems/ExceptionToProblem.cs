using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.Extensions.Logging;
using Microsoft.Net.Http.Headers;

namespace Shop.Web;

/// <summary>
/// Converts exceptions caused by the client into problems, and those of an outage into 503; all others are logged and become a plain 500.
/// </summary>
internal sealed partial class ExceptionToProblem(IEnumerable<IOutage> outages, ILogger<ExceptionToProblem> logger) : IExceptionHandler
{
    private const string RetryAfter = "5";      // seconds

    public async ValueTask<bool> TryHandleAsync(HttpContext httpContext, Exception exception, CancellationToken cancellationToken)
    {
        if ((ProblemOf(httpContext, exception) ?? OutageOf(exception)) is not { } problem)
            return false;
        await problem.ExecuteAsync(httpContext);
        return true;
    }

    private Problem? OutageOf(Exception exception)
    {
        if (!outages.Any(outage => outage.IsCauseOf(exception)))
            return null;
        LogUnavailable(exception.GetBaseException().Message);
        return Problem.OfStatus(StatusCodes.Status503ServiceUnavailable).With("Retry-After", RetryAfter);
    }

    [LoggerMessage(LogLevel.Warning, "API: a request was answered with 503, because the store cannot be used: {Reason}")]
    private partial void LogUnavailable(string reason);

    private static Problem? ProblemOf(HttpContext context, Exception exception) => exception switch
    {
        ProblemException rejected => rejected.Problem,
        BadHttpRequestException { InnerException: JsonException json } => UnreadableBody.ToProblem(json, BodyType(context)),
        BadHttpRequestException { StatusCode: 400 } bad => UnboundParameter.ToProblem(bad),
        BadHttpRequestException bad => Problem.OfStatus(bad.StatusCode),
        _ when EncodedBodies.Broke(context, exception) => Problem.Of(
            WebProblems.MalformedJson, "The body is not in the encoding that its Content-Encoding names."),
        // ASP.NET throws this instead of returning 415 for an unknown charset.
        InvalidOperationException when HasUnknownCharset(context.Request) => Problem.OfStatus(StatusCodes.Status415UnsupportedMediaType),
        _ => null,
    };

    // The exception handler has cleared the endpoint, but the feature still has it.
    private static Type? BodyType(HttpContext context) =>
        context.Features.Get<IExceptionHandlerFeature>()?.Endpoint?.Metadata.GetMetadata<IAcceptsMetadata>()?.RequestType;

    private static bool HasUnknownCharset(HttpRequest request)
    {
        if (!MediaTypeHeaderValue.TryParse(request.ContentType, out var type) || !type.Charset.HasValue)
            return false;
        try
        {
            return Encoding.GetEncoding(type.Charset.Value.Trim('"')) is null;
        }
        catch (ArgumentException)
        {
            return true;
        }
    }
}
