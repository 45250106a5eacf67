using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Shop.Web;

/// <summary>
/// A request without a byte of body has no body, whatever its headers say: <c>curl -X POST -d ''</c> names a form's content type, and some
/// clients send an empty chunked body. Otherwise routing would reject the content type, and the JSON reader nothing.
/// </summary>
internal static class EmptyBodies
{
    public static RequestDelegate Ignore(RequestDelegate next) => async context =>
    {
        if (await IsEmpty(context))
        {
            context.Request.Headers.ContentType = default;
            context.Request.Headers.ContentEncoding = default;
        }
        await next(context);
    };

    private static async Task<bool> IsEmpty(HttpContext context)
    {
        if (context.Features.Get<IHttpRequestBodyDetectionFeature>() is not { CanHaveBody: true })
            return true;
        if (context.Request.ContentLength is not null || !Changes(context.Request.Method))
            return false;
        // Of unknown length: look whether anything comes, and leave it there.
        var read = await context.Request.BodyReader.ReadAsync(context.RequestAborted);
        var isEmpty = read.IsCompleted && read.Buffer.IsEmpty;
        context.Request.BodyReader.AdvanceTo(read.Buffer.Start);
        if (isEmpty)
            context.Features.Set<IHttpRequestBodyDetectionFeature>(new NoBody());
        return isEmpty;
    }

    private static bool Changes(string method) =>
        HttpMethods.IsPost(method) || HttpMethods.IsPut(method) || HttpMethods.IsPatch(method) || HttpMethods.IsDelete(method);

    private sealed class NoBody : IHttpRequestBodyDetectionFeature
    {
        public bool CanHaveBody => false;
    }
}
