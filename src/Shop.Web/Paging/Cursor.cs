using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace Shop.Web;

/// <summary>
/// A position in a list as an opaque string: base64url of its JSON. It holds which list it is a position in, with its filters, order and
/// currency: in any other list it would skip or repeat items. It is neither secret nor signed, so a position must grant no access.
/// </summary>
internal static class Cursor
{
    private const int ListBytes = 9;

    /// <summary>Which list a request asks for: its route and all parameters but the page's own, whatever their order.</summary>
    public static string ListOf(HttpContext context)
    {
        var parameters =
            from parameter in context.Request.Query
            let name = parameter.Key.ToLowerInvariant()
            where name is not ("cursor" or "limit")
            orderby name
            select $"{name}={string.Join('\t', parameter.Value.ToArray())}";
        var list = string.Join('\n', [RequestRoute.Of(context), .. parameters]);
        return Base64Url.EncodeToString(SHA256.HashData(Encoding.UTF8.GetBytes(list)).AsSpan(0, ListBytes));
    }

    public static string Of<T>(T position, string list) =>
        Base64Url.EncodeToString(JsonSerializer.SerializeToUtf8Bytes(new Content<T>(list, position), ShopJson.Options));

    /// <returns>False when it is no cursor of this list.</returns>
    public static bool TryRead<T>(string cursor, string list, out T? position)
    {
        position = default;
        if (!Base64Url.IsValid(cursor))
            return false;
        try
        {
            var json = Base64Url.DecodeFromChars(cursor);
            if (json.AsSpan().IndexOf("\\u0000"u8) >= 0)      // no position contains NUL, and PostgreSQL does not support it in text
                return false;
            if (JsonSerializer.Deserialize<Content<T>>(json, ShopJson.Options) is not { After: not null } read || read.List != list)
                return false;
            position = read.After;
            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private sealed record Content<T>(string List, T After);
}
