using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace Shop.Web;

/// <summary>
/// Entity tags (RFC 9110, 8.8.3): a hash of what is answered, so that no change of it can be forgotten. They are opaque and strong.
/// </summary>
public static class ETag
{
    private const int Bytes = 15;

    /// <summary>The tag of an answer, in its quotes.</summary>
    public static string Of<T>(T response) => OfJson(JsonSerializer.SerializeToUtf8Bytes(response, ShopJson.Options));

    /// <summary>Says the tag of what is being answered: the client sends it back in If-Match.</summary>
    public static T Tagged<T>(this HttpContext context, T response)
    {
        ArgumentNullException.ThrowIfNull(context);
        context.Response.Headers.ETag = Of(response);
        return response;
    }

    internal static string OfJson(ReadOnlySpan<byte> json) => $"\"{Base64Url.EncodeToString(SHA256.HashData(json).AsSpan(0, Bytes))}\"";
}
