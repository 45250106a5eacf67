using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.Net.Http.Headers;

namespace Shop.Web;

/// <summary>Converts exceptions caused by the client into problems; all others are logged and become a plain 500.</summary>
internal sealed class ExceptionToProblem : IExceptionHandler
{
    public async ValueTask<bool> TryHandleAsync(HttpContext httpContext, Exception exception, CancellationToken cancellationToken)
    {
        if (ProblemOf(httpContext, exception) is not { } problem)
            return false;
        await problem.ExecuteAsync(httpContext);
        return true;
    }

    private static Problem? ProblemOf(HttpContext context, Exception exception) => exception switch
    {
        ProblemException rejected => rejected.Problem,
        BadHttpRequestException { InnerException: JsonException json } => UnreadableBody.ToProblem(json, BodyType(context)),
        BadHttpRequestException { StatusCode: 400 } bad => UnboundParameter.ToProblem(bad),
        BadHttpRequestException bad => Problem.OfStatus(bad.StatusCode),
        InvalidDataException when EncodedBodies.Was(context) => Problem.Of(
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
