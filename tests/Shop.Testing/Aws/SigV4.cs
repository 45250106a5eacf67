using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace Shop.Testing;

/// <summary>
/// Checks a request's signature as AWS does (Signature Version 4, "Create a signed AWS API request"), written from its description and not
/// from the SDK, so that each is a check on the other.
/// </summary>
public static class SigV4
{
    /// <summary>Whether the signature is the one that the secret makes of the request.</summary>
    public static bool Fits(HttpRequest request, byte[] body, string accessKey, string secretKey)
    {
        const string Scheme = "AWS4-HMAC-SHA256 ";
        var header = request.Headers.Authorization.ToString();
        if (!header.StartsWith(Scheme, StringComparison.Ordinal))
            return false;
        var parts = header[Scheme.Length..].Split(',', StringSplitOptions.TrimEntries).Select(part => part.Split('=', 2)).ToDictionary(part => part[0], part => part[1]);
        if (parts["Credential"].Split('/') is not [var key, var date, var region, var service, "aws4_request"] || key != accessKey)
            return false;
        var names = parts["SignedHeaders"].Split(';');
        var canonical = Canonical(
            request.Method, request.Path, request.QueryString.Value?.TrimStart('?') ?? "",
            names.Select(name => (name, name == "host" ? request.Host.Value! : request.Headers[name].ToString())), body);
        return Signature(canonical, request.Headers["X-Amz-Date"].ToString(), date, region, service, secretKey) == parts["Signature"];
    }

    /// <summary>The canonical request.</summary>
    public static string Canonical(string method, string path, string query, IEnumerable<(string Name, string Value)> signed, byte[] body)
    {
        var headers = signed.OrderBy(header => header.Name, StringComparer.Ordinal).ToList();
        return string.Join('\n',
            method, path, string.Join('&', query.Split('&').Order(StringComparer.Ordinal)),
            string.Concat(headers.Select(header => $"{header.Name}:{Squeezed(header.Value)}\n")),
            string.Join(';', headers.Select(header => header.Name)), Hash(body));
    }

    /// <summary>The signature, in hexadecimal.</summary>
    /// <param name="canonical">What <see cref="Canonical"/> wrote.</param>
    /// <param name="time"><c>20150830T123600Z</c>.</param>
    /// <param name="date">The scope's: <c>20150830</c>.</param>
    /// <param name="region">The scope's.</param>
    /// <param name="service">The scope's.</param>
    /// <param name="secretKey">The caller's key.</param>
    public static string Signature(string canonical, string time, string date, string region, string service, string secretKey)
    {
        var toSign = $"AWS4-HMAC-SHA256\n{time}\n{date}/{region}/{service}/aws4_request\n{Hash(Encoding.UTF8.GetBytes(canonical))}";
        var key = new[] { date, region, service, "aws4_request" }.Aggregate(
            Encoding.UTF8.GetBytes("AWS4" + secretKey), (made, word) => HMACSHA256.HashData(made, Encoding.UTF8.GetBytes(word)));
        return Convert.ToHexStringLower(HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(toSign)));
    }

    private static string Squeezed(string value) => string.Join(' ', value.Split(' ', StringSplitOptions.RemoveEmptyEntries));

    private static string Hash(byte[] bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));
}
