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
        var json = JsonSerializer.SerializeToUtf8Bytes(body, ShopJson.Options);
        // Only the client may cache it, and must revalidate it before use.
        return Write(context, json, ETag.OfContent(json), "application/json; charset=utf-8", "private, no-cache");
    }

    /// <summary>Writes bytes of any media type.</summary>
    public static Task Write(HttpContext context, byte[] content, string tag, string contentType, string cacheControl)
    {
        context.Response.Headers.ETag = tag;
        context.Response.Headers.CacheControl = cacheControl;
        if (IsKnown(context.Request, tag))
        {
            context.Response.StatusCode = StatusCodes.Status304NotModified;
            return Task.CompletedTask;
        }
        context.Response.ContentType = contentType;
        context.Response.ContentLength = content.Length;
        return context.Response.Body.WriteAsync(content, context.RequestAborted).AsTask();
    }

    private static bool IsKnown(HttpRequest request, string tag) =>
        request.Headers.IfNoneMatch.Count > 0
        && EntityTagHeaderValue.TryParseList(request.Headers.IfNoneMatch, out var known)
        && known.Any(seen => ETag.Names(seen, tag));
}
