using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace Shop.Web;

/// <summary>
/// Entity tags (RFC 9110, 8.8.3): a hash of the response body, so every change changes the tag. They are opaque and strong.
/// </summary>
public static class ETag
{
    private const int Bytes = 15;

    /// <summary>The tag of a response, with quotes.</summary>
    public static string Of<T>(T response) => OfBytes(JsonSerializer.SerializeToUtf8Bytes(response, ShopJson.Options));

    /// <summary>Adds the ETag header of a response; clients send it back in If-Match.</summary>
    public static T Tagged<T>(this HttpContext context, T response)
    {
        ArgumentNullException.ThrowIfNull(context);
        context.Response.Headers.ETag = Of(response);
        return response;
    }

    internal static string OfBytes(ReadOnlySpan<byte> body) => $"\"{Base64Url.EncodeToString(SHA256.HashData(body).AsSpan(0, Bytes))}\"";
}
