using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace Shop.Web;

/// <summary>
/// Entity tags (RFC 9110, 8.8.3): a hash of the response body, so every change changes the tag. They are opaque and strong. A proxy that
/// compresses makes another tag of it, and its clients send that back: nginx and others weaken it, <c>W/"…"</c>; Apache and others append the
/// encoding, <c>"…-gzip"</c>. Both still name the content, so both match.
/// </summary>
public static class ETag
{
    private const int Bytes = 15;

    /// <summary>The tag of a response, with quotes.</summary>
    public static string Of<T>(T response) => OfContent(JsonSerializer.SerializeToUtf8Bytes(response, ShopJson.Options));

    /// <summary>Adds the ETag header of a response; clients send it back in If-Match.</summary>
    public static T Tagged<T>(this HttpContext context, T response)
    {
        ArgumentNullException.ThrowIfNull(context);
        context.Response.Headers.ETag = Of(response);
        return response;
    }

    /// <summary>Whether a client's tag is of this content: the tag itself, weakened, or with a suffix.</summary>
    /// <param name="seen">What the client sent.</param>
    /// <param name="current">The tag of the content, with quotes.</param>
    internal static bool Names(EntityTagHeaderValue seen, string current) =>
        seen.Tag == "*" || seen.Tag.AsSpan().StartsWith(current.AsSpan(0, current.Length - 1));

    internal static string OfContent(ReadOnlySpan<byte> content) => $"\"{Base64Url.EncodeToString(SHA256.HashData(content).AsSpan(0, Bytes))}\"";
}
