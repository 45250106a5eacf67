using System.Security.Cryptography;
using System.Text.Json;

namespace Shop.Web;

/// <summary>Tells whether two requests with one Idempotency-Key are the same wish.</summary>
public static class RequestFingerprint
{
    /// <summary>
    /// SHA-256, as 64 lower-case hex digits, of the request as it was bound: spaces and the order of members make no
    /// difference; 1.0 and 1.00 in a decimal do.
    /// </summary>
    public static string Of<T>(T request) =>
        Convert.ToHexStringLower(SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(request, ShopJson.Options)));
}
