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
    public static string Of<T>(T answer) => OfJson(JsonSerializer.SerializeToUtf8Bytes(answer, ShopJson.Options));

    /// <summary>Says the tag of what is being answered: the client sends it back in If-Match.</summary>
    public static T Tagged<T>(this HttpContext context, T answer)
    {
        ArgumentNullException.ThrowIfNull(context);
        context.Response.Headers.ETag = Of(answer);
        return answer;
    }

    internal static string OfJson(ReadOnlySpan<byte> json) => $"\"{Base64Url.EncodeToString(SHA256.HashData(json).AsSpan(0, Bytes))}\"";
}
