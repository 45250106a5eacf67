using System.Buffers.Text;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json;

namespace Shop.Web;

/// <summary>
/// A position in a list as an opaque string: base64url of its JSON. It is neither secret nor signed, so a position must grant no access.
/// </summary>
internal static class Cursor
{
    public static string Of<T>(T position) => Base64Url.EncodeToString(JsonSerializer.SerializeToUtf8Bytes(position, ShopJson.Options));

    public static bool TryRead<T>(string cursor, [NotNullWhen(true)] out T? position)
    {
        position = default;
        if (!Base64Url.IsValid(cursor))
            return false;
        try
        {
            var json = Base64Url.DecodeFromChars(cursor);
            if (json.AsSpan().IndexOf("\\u0000"u8) >= 0)      // no position contains NUL, and PostgreSQL does not support it in text
                return false;
            position = JsonSerializer.Deserialize<T>(json, ShopJson.Options);
            return position is not null;
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
