using System.Buffers.Text;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json;

namespace Shop.Web;

/// <summary>
/// A position in a list as an opaque string: base64url of its JSON. Not secret and not signed: a position must grant nothing.
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
            position = JsonSerializer.Deserialize<T>(Base64Url.DecodeFromChars(cursor), ShopJson.Options);
            return position is not null;
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
