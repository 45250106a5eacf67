using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;

namespace Shop.Web;

/// <summary>
/// Answers HEAD as GET without the body (RFC 9110, 9.3.2): the endpoints map GET alone. A stream has no end, so HEAD is not allowed there.
/// </summary>
internal static class HeadRequests
{
    private sealed record WasHead;

    /// <summary>Before routing: the request is routed as GET, and is HEAD again when the response starts, so that the server omits the body.</summary>
    public static RequestDelegate RouteAsGet(RequestDelegate next) => context =>
    {
        if (!HttpMethods.IsHead(context.Request.Method))
            return next(context);
        context.Features.Set(new WasHead());
        context.Request.Method = HttpMethods.Get;
        context.Response.OnStarting(() =>
        {
            context.Request.Method = HttpMethods.Head;
            return Task.CompletedTask;
        });
        return next(context);
    };

    /// <summary>After routing: rejects HEAD on a stream, and completes the Allow header of a rejected method.</summary>
    public static RequestDelegate RejectOnStreams(RequestDelegate next) => context =>
    {
        context.Response.OnStarting(AllowHead, context);
        if (context.Features.Get<WasHead>() is null || context.GetEndpoint()?.Metadata.GetMetadata<RespondsWithStream>() is null)
            return next(context);
        return Problem.Of(WebProblems.MethodNotAllowed, "A stream of events has no end: GET it.").With("Allow", HttpMethods.Get)
            .ExecuteAsync(context);
    };

    private static Task AllowHead(object state)
    {
        var context = (HttpContext)state;
        if (context.Response.StatusCode == StatusCodes.Status405MethodNotAllowed && context.GetEndpoint()?.Metadata.GetMetadata<RespondsWithStream>() is null
            && context.Response.Headers.Allow is [var allow] && allow is not null && allow.Split(", ").Contains(HttpMethods.Get))
            context.Response.Headers.Allow = new StringValues($"{allow}, {HttpMethods.Head}");
        return Task.CompletedTask;
    }
}
