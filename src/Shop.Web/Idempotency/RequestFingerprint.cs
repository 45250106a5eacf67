using System.Security.Cryptography;
using System.Text.Json;

namespace Shop.Web;

/// <summary>A hash that tells a retry from a different request with the same Idempotency-Key.</summary>
public static class RequestFingerprint
{
    /// <summary>
    /// SHA-256, as 64 lower-case hex digits, of the bound request: whitespace and member order make no difference; 1.0 and 1.00 in
    /// a decimal do.
    /// </summary>
    public static string Of<T>(T request) =>
        Convert.ToHexStringLower(SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(request, ShopJson.Options)));
}
