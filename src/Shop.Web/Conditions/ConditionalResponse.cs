using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace Shop.Web;

/// <summary>Writes JSON with an ETag, or 304 when the client has it.</summary>
internal static class ConditionalResponse
{
    public static Task Write<T>(HttpContext context, T body)
    {
        ArgumentNullException.ThrowIfNull(context);
        var json = JsonSerializer.SerializeToUtf8Bytes(body, ShopJson.Options);
        var tag = ETag.OfJson(json);
        context.Response.Headers.ETag = tag;
        // Only the client may cache it, and must revalidate it before use.
        context.Response.Headers.CacheControl = "private, no-cache";
        if (IsKnown(context.Request, tag))
        {
            context.Response.StatusCode = StatusCodes.Status304NotModified;
            return Task.CompletedTask;
        }
        context.Response.ContentType = "application/json; charset=utf-8";
        context.Response.ContentLength = json.Length;
        return context.Response.Body.WriteAsync(json, context.RequestAborted).AsTask();
    }

    private static bool IsKnown(HttpRequest request, string tag) =>
        request.Headers.IfNoneMatch.Count > 0
        && EntityTagHeaderValue.TryParseList(request.Headers.IfNoneMatch, out var known)
        && known.Any(one => one.Tag == "*" || one.Tag == tag);
}
