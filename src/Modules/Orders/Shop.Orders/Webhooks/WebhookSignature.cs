using System.Security.Cryptography;
using System.Text;

namespace Shop.Orders;

/// <summary>
/// Signs per standardwebhooks.com: HMAC-SHA256 over message id, timestamp and body, so none of the three can be changed and old messages
/// cannot be replayed.
/// </summary>
internal static class WebhookSignature
{
    /// <summary>The header <c>webhook-signature</c>: <c>v1,</c> and the signature in base64.</summary>
    /// <param name="secret">The webhook's, with its prefix.</param>
    /// <param name="messageId">The header <c>webhook-id</c>.</param>
    /// <param name="timestamp">The header <c>webhook-timestamp</c>: seconds since 1970.</param>
    /// <param name="body">The body.</param>
    public static string Of(string secret, string messageId, long timestamp, string body)
    {
        var key = Convert.FromBase64String(secret[WebhookSecrets.Prefix.Length..]);
        return "v1," + Convert.ToBase64String(HMACSHA256.HashData(key, Encoding.UTF8.GetBytes($"{messageId}.{timestamp}.{body}")));
    }
}
