using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace Shop.Web;

/// <summary>Writes a response with an ETag, or 304 when the client has it.</summary>
internal static class ConditionalResponse
{
    /// <summary>Writes an object as JSON.</summary>
    public static Task Write<T>(HttpContext context, T body)
    {
        ArgumentNullException.ThrowIfNull(context);
        return Write(context, JsonSerializer.SerializeToUtf8Bytes(body, ShopJson.Options), "application/json; charset=utf-8");
    }

    /// <summary>Writes a text of another media type.</summary>
    public static Task Write(HttpContext context, string text, string contentType) =>
        Write(context, Encoding.UTF8.GetBytes(text), contentType);

    private static Task Write(HttpContext context, byte[] body, string contentType)
    {
        var tag = ETag.OfBytes(body);
        context.Response.Headers.ETag = tag;
        // Only the client may cache it, and must revalidate it before use.
        context.Response.Headers.CacheControl = "private, no-cache";
        if (IsKnown(context.Request, tag))
        {
            context.Response.StatusCode = StatusCodes.Status304NotModified;
            return Task.CompletedTask;
        }
        context.Response.ContentType = contentType;
        context.Response.ContentLength = body.Length;
        return context.Response.Body.WriteAsync(body, context.RequestAborted).AsTask();
    }

    private static bool IsKnown(HttpRequest request, string tag) =>
        request.Headers.IfNoneMatch.Count > 0
        && EntityTagHeaderValue.TryParseList(request.Headers.IfNoneMatch, out var known)
        && known.Any(one => one.Tag == "*" || one.Tag == tag);
}
