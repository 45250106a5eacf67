using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Shop.Web;

/// <summary>
/// Rejects a body whose Content-Length is too large even if the endpoint would not read it. Otherwise Kestrel responds without reading it
/// and closes a connection that the client considers usable, so its next request fails.
/// </summary>
internal static class LargeBodies
{
    public static RequestDelegate Reject(RequestDelegate next) => context =>
    {
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>()?.MaxRequestBodySize is not { } limit
            || (context.Request.ContentLength ?? 0) <= limit)
            return next(context);
        context.Response.OnStarting(() =>
        {
            if (HttpProtocol.IsHttp11(context.Request.Protocol))
                context.Response.Headers.Connection = "close";
            return Task.CompletedTask;
        });
        throw new ProblemException(
            Problem.Of(
            WebProblems.BodyTooLarge, $"A body may have at most {limit} bytes, and this one has {context.Request.ContentLength}."));
    };
}
