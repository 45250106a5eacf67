using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Shop.Web;

/// <summary>
/// A body that says it is too large is refused whether or not the endpoint would have read it. Kestrel would otherwise answer without it, and
/// close a connection that the client thinks is still good, so that its next request fails.
/// </summary>
internal static class LargeBodies
{
    public static RequestDelegate Reject(RequestDelegate next) => context =>
    {
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>()?.MaxRequestBodySize is not { } limit || (context.Request.ContentLength ?? 0) <= limit)
            return next(context);
        context.Response.OnStarting(() =>
        {
            if (HttpProtocol.IsHttp11(context.Request.Protocol))
                context.Response.Headers.Connection = "close";
            return Task.CompletedTask;
        });
        throw new ProblemException(Problem.Of(WebProblems.BodyTooLarge, $"A body may have at most {limit} bytes, and this one has {context.Request.ContentLength}."));
    };
}
